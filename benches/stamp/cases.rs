//! What is measured: one row of the table each.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use super::floors::{Floors, PATGEN};
use super::place::Place;
use super::timing::timed;
use super::tree::{self, Tree};
use super::{Outcome, pack, repository};

/// The command of a run, given a path where nothing is yet.
pub(crate) type Run = Box<dyn Fn(&Path) -> Command>;

/// A row: patgen beside a floor.
pub(crate) struct Case {
    /// What it does.
    pub(crate) name: String,
    /// What the floor does.
    pub(crate) beside: &'static str,
    /// The ratio that is aimed at; none where the row is there to be known only.
    pub(crate) target: Option<f64>,
    /// How many pairs of runs.
    pub(crate) rounds: usize,
    /// Runs patgen.
    pub(crate) patgen: Run,
    /// Runs the floor.
    pub(crate) floor: Run,
}

/// Every row, in order; what they need is made in `place`.
pub(crate) fn all(floors: &Floors, place: &Place) -> Outcome<Vec<Case>> {
    let mut cases = start_up(floors);
    cases.extend(crud(floors, place)?);
    for (count, rounds) in [(1_000, 15), (10_000, 5)] {
        cases.extend(many(floors, place, count, rounds)?);
    }
    cases.extend(again(floors, place)?);
    cases.push(facts(floors, place)?);
    Ok(cases)
}

fn start_up(floors: &Floors) -> Vec<Case> {
    let case = |name: &str, words: &'static [&str], target| Case {
        name: name.to_owned(),
        beside: "hello-world with clap",
        target,
        rounds: 60,
        patgen: Box::new(|_| program(Path::new(PATGEN), words)),
        floor: {
            let hello = floors.hello.clone();
            Box::new(move |_| program(&hello, &["--version"]))
        },
    };
    vec![
        case("--version", &["--version"], Some(1.5)),
        case("list", &["list"], None),
    ]
}

/// The stamp of the README.
pub(crate) fn crud_command(into: &Path) -> Command {
    let words = ["new", "crud", "--entity", "User"];
    let fields = ["email:email:unique", "full_name:str=120"];
    let mut command = program(Path::new(PATGEN), &words);
    command.args(fields).arg("--into").arg(into);
    command
}

fn crud(floors: &Floors, place: &Place) -> Outcome<Vec<Case>> {
    let pack = packed(crud_command, &place.path().join("crud"))?;
    let case = |verb, beside, durable, target| Case {
        name: "new crud".to_owned(),
        beside,
        target,
        rounds: 40,
        patgen: Box::new(crud_command),
        floor: write(floors, verb, &pack, durable),
    };
    Ok(vec![
        case("stamp", "prototype: templates, as durable", true, Some(1.5)),
        case("write", "same bytes, as durable", true, None),
        case("write", "same bytes, not durable", false, None),
    ])
}

fn many(floors: &Floors, place: &Place, count: usize, rounds: usize) -> Outcome<Vec<Case>> {
    let dir = place.path().join(format!("pattern-{count}"));
    let tree = Tree::make(&dir, count, false)?;
    let patterns = tree.patterns.clone();
    let stamp = move |into: &Path| tree_command(&patterns, into);
    let pack = packed(&stamp, &place.path().join(format!("tree-{count}")))?;
    let case = |beside, target, floor| Case {
        name: format!("{count} files"),
        beside,
        target,
        rounds,
        patgen: Box::new(stamp.clone()),
        floor,
    };
    Ok(vec![
        case(
            "same bytes, as durable",
            None,
            write(floors, "write", &pack, true),
        ),
        case(
            "same bytes, not durable",
            Some(1.5),
            write(floors, "write", &pack, false),
        ),
        case(
            "prototype: render, no record",
            Some(1.5),
            render(floors, &tree.templates, &[]),
        ),
    ])
}

/// Runs on a project that was stamped before.
fn again(floors: &Floors, place: &Place) -> Outcome<Vec<Case>> {
    const COUNT: usize = 1_000;
    let make = |name: &str, changed| Tree::make(&place.path().join(name), COUNT, changed);
    let (old, new) = (make("old", false)?, make("new", true)?);
    let (stamped, edited) = (place.path().join("stamped"), place.path().join("edited"));
    timed(tree_command(&old.patterns, &stamped))?;
    timed(tree_command(&old.patterns, &edited))?;
    tree::edit(&edited, COUNT)?;
    let case = |name: &str, (tree, project): (&Tree, &Path), how: [&'static str; 2], target| Case {
        name: name.to_owned(),
        beside: how[1],
        target: Some(target),
        rounds: 15,
        patgen: {
            let (patterns, project) = (tree.patterns.clone(), project.to_owned());
            Box::new(move |_| {
                let mut command = tree_command(&patterns, &project);
                command.arg(how[0]);
                command
            })
        },
        floor: {
            let (templates, project) = (tree.templates.clone(), project.to_owned());
            let render = render(floors, &templates, &["--diff"]);
            Box::new(move |_| render(&project))
        },
    };
    Ok(vec![
        case(
            "again, nothing to do, 1000 files",
            (&old, &stamped),
            ["--yes", "prototype: render, compare"],
            1.3,
        ),
        case(
            "preview, 10 % edited, 1000 files",
            (&new, &edited),
            ["--dry-run", "prototype: render, diff"],
            1.5,
        ),
    ])
}

/// What is known of a repository that patgen did not make.
fn facts(floors: &Floors, place: &Place) -> Outcome<Case> {
    const COUNT: usize = 3_000;
    let repository = repository::make(&place.path().join("repository"), COUNT)?;
    let (floor, read) = (floors.floor.clone(), repository.clone());
    Ok(Case {
        name: format!("facts, {COUNT} files"),
        beside: "read and parse each, one thread",
        target: None,
        rounds: 10,
        patgen: Box::new(move |_| {
            let mut command = program(Path::new(PATGEN), &["facts"]);
            command.arg("--into").arg(&repository);
            command
        }),
        floor: Box::new(move |_| {
            let mut command = program(&floor, &["parse"]);
            command.arg(&read);
            command
        }),
    })
}

/// The stamp of a synthetic pattern.
pub(crate) fn tree_command(patterns: &Path, into: &Path) -> Command {
    let mut command = program(Path::new(PATGEN), &["new", "tree"]);
    command.arg("--patterns").arg(patterns);
    command.arg("--into").arg(into);
    command
}

/// What `stamp` leaves in the new directory `made`, in one file beside it.
pub(crate) fn packed(stamp: impl Fn(&Path) -> Command, made: &Path) -> Outcome<PathBuf> {
    timed(stamp(made))?;
    let mut files = Vec::new();
    pack::gather(made, made, &mut files)?;
    files.sort();
    let pack: Vec<u8> = files
        .iter()
        .flat_map(|(path, bytes)| [format!("{} {path}\n", bytes.len()).as_bytes(), bytes].concat())
        .collect();
    let path = made.with_extension("pack");
    fs::write(&path, pack)?;
    Ok(path)
}

/// The floor that writes a pack, or renders templates and writes it then.
fn write(floors: &Floors, verb: &'static str, pack: &Path, durable: bool) -> Run {
    let (floor, pack) = (floors.floor.clone(), pack.to_owned());
    Box::new(move |into| {
        let mut command = program(&floor, &[verb]);
        command.arg(&pack).arg(into);
        command.args(durable.then_some("--durable"));
        command
    })
}

/// The floor that renders.
fn render(floors: &Floors, templates: &Path, flags: &'static [&str]) -> Run {
    let (floor, templates) = (floors.floor.clone(), templates.to_owned());
    Box::new(move |into| {
        let mut command = program(&floor, &["render"]);
        command.arg(&templates).arg(into).args(flags);
        command
    })
}

fn program(path: &Path, words: &[&str]) -> Command {
    let mut command = Command::new(path);
    command.args(words).env_remove("PATGEN_PATTERNS");
    command
}
