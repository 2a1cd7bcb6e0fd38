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
        let (made, changed) = plans(&fs::read(&pack)?)?;
        let make = |durable| made_in(&place, &made, durable);
        let change = |durable| changed_in(&place, &made, &changed, durable);
        let floor = |durable| floor(floors, &pack, &place, durable);
        let row =
            |what: &str, times: &Times| line(&format!("{name:12} {what:52} {}", figures(times)));
        row(
            "apply, files made",
            &by_turns(|| make(true), || make(false))?,
        )?;
        row(
            "apply, each file changed",
            &by_turns(|| change(true), || change(false))?,
        )?;
        row(
            "floor, same bytes",
            &by_turns(|| floor(true), || floor(false))?,
        )?;
        row(
            "durable apply beside plain floor, files made",
            &by_turns(|| make(true), || floor(false))?,
        )?;
        row(
            "durable apply beside plain floor, each file changed",
            &by_turns(|| change(true), || floor(false))?,
        )?;
    }
    Ok(())
}

fn by_turns(
    one: impl Fn() -> Outcome<Duration>,
    other: impl Fn() -> Outcome<Duration>,
) -> Outcome<Times> {
    let mut times = Times::default();
    other()?;
    for _ in 0..ROUNDS {
        times.add(one()?, other()?);
    }
    Ok(times)
}

/// How long it takes to apply `plan` in a new root.
fn made_in(place: &Place, plan: &Plan, durable: bool) -> Outcome<Duration> {
    let root = Root::open(&place.fresh()).map_err(Error::other)?;
    applied(&root, plan, durable)
}

/// How long it takes to apply `changed` where `made` was applied: an update of every file. The root is opened anew, for it
/// was missing before.
fn changed_in(place: &Place, made: &Plan, changed: &Plan, durable: bool) -> Outcome<Duration> {
    let into = place.fresh();
    let root = || Root::open(&into).map_err(Error::other);
    applied(&root()?, made, false)?;
    applied(&root()?, changed, durable)
}

fn applied(root: &Root, plan: &Plan, durable: bool) -> Outcome<Duration> {
    let start = Instant::now();
    apply(root, plan, Options { durable }).map_err(Error::other)?;
    Ok(start.elapsed())
}

fn floor(floors: &Floors, pack: &Path, place: &Place, durable: bool) -> Outcome<Duration> {
    let mut command = std::process::Command::new(&floors.floor);
    command.arg("write").arg(pack).arg(place.fresh());
    command.args(durable.then_some("--durable"));
    timed(command)
}

/// The plan that makes the files of a pack, and the one that then adds a line to each; what `apply` makes itself is left
/// out.
fn plans(pack: &[u8]) -> Outcome<(Plan, Plan)> {
    let (mut made, mut changed) = (Plan::new(), Plan::new());
    for (path, bytes) in pack::files(pack).filter(|(path, _)| *path != OWN) {
        let path = RelPath::stored(path).map_err(Error::other)?;
        let (before, after) = (Content::new(bytes), Content::new([bytes, b"\n"].concat()));
        made.insert(Change::new(path.clone(), None, Some(before.clone())))
            .map_err(Error::other)?;
        changed
            .insert(Change::new(path, Some(before), Some(after)))
            .map_err(Error::other)?;
    }
    Ok((made, changed))
}
