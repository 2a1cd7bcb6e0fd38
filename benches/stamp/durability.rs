//! What it costs that a power cut loses nothing: the same plan applied both ways, and both floors, on a disk.

use std::fs;
use std::io::Error;
use std::path::Path;
use std::time::{Duration, Instant};

use patgen::apply::{Options, apply};
use patgen::change::{Change, Content, Plan};
use patgen::disk::Root;
use patgen::rel_path::RelPath;

use super::cases::{crud_command, packed, tree_command};
use super::floors::Floors;
use super::place::Place;
use super::table::{figures, line};
use super::timing::{Times, timed};
use super::tree::Tree;
use super::{Outcome, pack};

/// How it is called on the command line.
pub(crate) const NAME: &str = "durability";

/// Pairs of runs. Few, for a disk remembers every one.
const ROUNDS: usize = 8;

/// What `apply` adds to every record.
const OWN: &str = ".patgen/.gitignore";

/// Prints the price on the disk of temporary files.
pub(crate) fn price(floors: &Floors) -> Outcome<()> {
    let place = Place::disk()?;
    line(&format!(
        "\nDurable against not, on the disk of {}:",
        place.path().display()
    ))?;
    let tree = Tree::make(&place.path().join("pattern"), 1_000, false)?;
    let stamp = |into: &Path| tree_command(&tree.patterns, into);
    for (name, pack) in [
        (
            "new crud",
            packed(crud_command, &place.path().join("crud"))?,
        ),
        ("1000 files", packed(stamp, &place.path().join("tree"))?),
    ] {
        let plan = plan(&fs::read(&pack)?)?;
        let times = by_turns(|durable| applied(&plan, &place, durable))?;
        line(&format!("{name:34} {:30} {}", "apply", figures(&times)))?;
        let times = by_turns(|durable| floor(floors, &pack, &place, durable))?;
        line(&format!(
            "{name:34} {:30} {}",
            "floor, same bytes",
            figures(&times)
        ))?;
    }
    Ok(())
}

fn by_turns(run: impl Fn(bool) -> Outcome<Duration>) -> Outcome<Times> {
    let mut times = Times::default();
    run(false)?;
    for _ in 0..ROUNDS {
        times.add(run(true)?, run(false)?);
    }
    Ok(times)
}

/// How long it takes to apply `plan` in a new root.
fn applied(plan: &Plan, place: &Place, durable: bool) -> Outcome<Duration> {
    let root = Root::open(&place.fresh()).map_err(Error::other)?;
    let start = Instant::now();
    apply(&root, plan, Options { durable }).map_err(Error::other)?;
    Ok(start.elapsed())
}

fn floor(floors: &Floors, pack: &Path, place: &Place, durable: bool) -> Outcome<Duration> {
    let mut command = std::process::Command::new(&floors.floor);
    command.arg("write").arg(pack).arg(place.fresh());
    command.args(durable.then_some("--durable"));
    timed(command)
}

/// The plan that makes the files of a pack; what `apply` makes itself is left out.
fn plan(pack: &[u8]) -> Outcome<Plan> {
    let mut plan = Plan::new();
    for (path, bytes) in pack::files(pack).filter(|(path, _)| *path != OWN) {
        let path = RelPath::stored(path).map_err(Error::other)?;
        plan.insert(Change::new(path, None, Some(Content::new(bytes))))
            .map_err(Error::other)?;
    }
    Ok(plan)
}
