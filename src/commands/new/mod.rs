//! `patgen new PATTERN`: stamp a pattern.

pub(super) mod answered;
mod doubt;
mod flags;
mod from_model;
pub(super) mod given;
pub(super) mod retry;

use std::cell::RefCell;
use std::collections::BTreeMap;

use clap::ArgMatches;
use indexmap::IndexMap;

pub use flags::{base_command, pattern_command};

use super::conflicts;
use super::finish::{self, Finish};
use super::project::{self, Project};
use super::{Outcome, Setting};
use crate::answers::Given;
use crate::catalogue::Entry;
use crate::detect;
use crate::disk::ahead::{Ahead, Read, while_reading};
use crate::entity::TypeTable;
use crate::error::Result;
use crate::facts::Facts;
use crate::history;
use crate::pattern::Question;
use crate::plan::{About, Ground, OnConflict, Planned, Proposal, Restore, plan};
use crate::render::{CodeStyle, Engine};
use crate::stamp::{Drawn, Shelf, Whole, closure};
use crate::target;
use crate::tree::Tree;

/// What `new` was told beside the answers.
pub(super) struct Mode {
    finish: finish::Mode,
    on_conflict: OnConflict,
}

/// Reads the pattern at `entry` and all that may come along, for its flags.
///
/// # Errors
/// As [`closure`].
pub fn wholes(setting: &Setting, entry: &Entry) -> Result<Vec<Whole>> {
    let none = |_: &str, _: &Facts| Ok(minijinja::Value::UNDEFINED);
    let wholes = with_shelf(setting, &entry.stack, (None, &none), |shelf| {
        closure(shelf, &entry.name)
    })?;
    flags::ensure_free(&wholes)?;
    Ok(wholes)
}

/// Stamps the pattern at `entry`.
///
/// # Errors
/// A usage, pattern, project or I/O error; then nothing was written.
pub fn run(
    setting: &Setting,
    entry: &Entry,
    wholes: Vec<Whole>,
    matches: &ArgMatches,
) -> Result<Outcome> {
    let mode = mode(matches);
    let questions = flags::questions(&wholes);
    let given: Given = given::given(matches, &questions)?;
    let (sure, settled) = doubt::until_sure(setting, &mode, |facts| {
        let project = project::open_with(setting, facts)?;
        let (drawn, read) = while_reading(&project.root, &known_files(&project, entry), || {
            let asked = (entry, &wholes[..], &questions);
            draw_in(setting, &project, asked, (&given, &mode))
        });
        let drawn = drawn?;
        Ok(Sure {
            project,
            drawn,
            read,
        })
    })?;
    // Rendered, the templates are so much memory that nothing needs.
    drop(wholes);
    let Sure {
        project,
        mut drawn,
        read,
    } = sure;
    let is_update = answered::is_update(&drawn, &project);
    let mut planned = planned((&project, read), &drawn, is_update, &mode)?;
    let mut about = About::drawn(if is_update { "update" } else { "new" }, &drawn);
    about.notes.append(&mut planned.notes);
    drawn.planned();
    let again = || {
        let words = std::env::args().chain(doubt::as_flags(&settled));
        retry::retry_command(words, &drawn, &questions)
    };
    finish::finish(
        setting,
        Finish {
            command: "new",
            root: &project.root,
            facts: &project.facts,
            proposal: Proposal { about, planned },
            mode: &mode.finish,
            again: &again,
            asked: false,
        },
    )
}

/// The project, what was drawn in it, and what was read of it meanwhile.
struct Sure {
    project: Project,
    drawn: Drawn,
    read: Read,
}

/// The files that stamps of the pattern have on record: should one of them be made again, all are looked at.
fn known_files<'a>(project: &'a Project, entry: &Entry) -> Vec<&'a str> {
    let name = entry.full_name();
    let records = project.records.iter();
    let files = records
        .filter(|record| record.pattern == name)
        .flat_map(|record| &record.files);
    files.map(|file| file.path.as_str()).collect()
}

/// Plans what was drawn.
fn planned(
    (project, read): (&Project, Read),
    drawn: &Drawn,
    is_update: bool,
    mode: &Mode,
) -> Result<Planned> {
    let root = &project.root;
    let ground = Ground {
        tree: &Ahead { root, read },
        records: &project.records,
        style: &CodeStyle::from_facts(&drawn.facts),
        on_conflict: mode.on_conflict,
        restore: Restore::Secrets,
        actions: &history::actions_for(root, is_update)?,
        everything: &|| detect::files(root),
    };
    plan(&drawn.stamps, &ground)
}

/// Draws what was asked for in the project as it is seen.
fn draw_in(
    setting: &Setting,
    project: &Project,
    (entry, wholes, questions): (&Entry, &[Whole], &IndexMap<String, Question>),
    (given, mode): (&Given, &Mode),
) -> Result<Drawn> {
    let given = from_model::settle(given.clone(), &project.facts)?;
    with_project(setting, project, &entry.stack, |shelf| {
        answered::draw_answered(
            setting,
            shelf,
            &answered::Asked {
                entry,
                wholes,
                given: &given,
                project,
                mode,
                questions,
            },
        )
    })
}

fn mode(matches: &ArgMatches) -> Mode {
    Mode {
        finish: finish::mode(matches),
        on_conflict: conflicts::read(matches),
    }
}

/// A target of the project; what was found once is not looked for again.
fn found(
    known: &RefCell<BTreeMap<String, minijinja::Value>>,
    (tree, facts): (&dyn Tree, &Facts),
    text: &str,
) -> Result<minijinja::Value> {
    if let Some(known) = known.borrow().get(text) {
        return Ok(known.clone());
    }
    let value = target::target(tree, facts, text)?;
    known.borrow_mut().insert(text.to_owned(), value.clone());
    Ok(value)
}

/// Finds a target in a project that has these facts.
pub(super) type FindTarget<'a> = dyn Fn(&str, &Facts) -> Result<minijinja::Value> + 'a;

/// Runs with a shelf that finds targets in the project.
pub(super) fn with_project<T>(
    setting: &Setting,
    project: &Project,
    stack: &str,
    run: impl FnOnce(&Shelf) -> Result<T>,
) -> Result<T> {
    let known = RefCell::default();
    let target = |text: &str, facts: &Facts| found(&known, (&project.root, facts), text);
    let types = setting.catalogue.types(stack)?;
    with_shelf(setting, stack, (types.as_ref(), &target), run)
}

/// Runs with what the patterns of `stack` need to be drawn; to read them alone, no types are needed.
pub(super) fn with_shelf<T>(
    setting: &Setting,
    stack: &str,
    (types, target): (Option<&TypeTable>, &FindTarget),
    run: impl FnOnce(&Shelf) -> Result<T>,
) -> Result<T> {
    let shared = setting.catalogue.stack(stack)?;
    let engine = Engine::new(setting.catalogue.includes(stack));
    let pattern = |name: &str| {
        let (stack, name) = (stack.to_owned(), name.to_owned());
        setting.catalogue.pattern(&Entry { stack, name })
    };
    run(&Shelf {
        pattern: &pattern,
        stack: &shared,
        types,
        engine: &engine,
        run: run_values(),
        target,
    })
}

/// Values of the run that templates may use: `patgen.now`, the day in UTC as a time. No more than the day, so that
/// a dry run and the run after it say the same.
fn run_values() -> minijinja::Value {
    let now = jiff::Timestamp::now()
        .strftime("%Y-%m-%dT00:00:00Z")
        .to_string();
    minijinja::context! { now }
}
