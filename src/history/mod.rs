//! The last actions in a project, so that they can be taken back: what each file was before, and a trace of what it became.
//!
//! One compressed file for each action below `.patgen/history/`, private and ignored by git: it is for the machine on which
//! the action ran. Everywhere else the records tell enough to take a stamp back by meaning. What a secret file held
//! is never kept, only its digest.

mod cut;
#[cfg(test)]
mod tests;
mod touched;

pub use cut::cut;
pub use touched::{Kept, Touched, Trace};

use serde::{Deserialize, Serialize};

use crate::change::{Change, Content, Plan};
use crate::error::{Error, Result};
use crate::record;
use crate::rel_path::RelPath;
use crate::tree::{EntryKind, Tree};

/// The folder of the actions, below `.patgen/`.
pub const HISTORY: &str = "history";

/// The folder of what people wrote in files that an undo replaced, below `.patgen/`.
pub const COPIES: &str = "history/kept";

/// How many actions are kept.
pub const KEPT: u64 = 20;

/// The version of the form.
const VERSION: i64 = 1;

/// What one command did.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Action {
    /// The version of the form.
    version: i64,
    /// Its number: a later action has a higher one.
    pub number: u64,
    /// The command: `new`, `update`.
    pub command: String,
    /// The stamps that it made or changed.
    pub stamps: Vec<String>,
    /// The files that it changed, records and base texts among them.
    pub files: Vec<Touched>,
}

impl Action {
    /// The action that `plan` is, after those that the project has.
    #[must_use]
    pub fn of(number: u64, command: &str, stamps: &[String], plan: &Plan) -> Self {
        Self {
            version: VERSION,
            number,
            command: command.to_owned(),
            stamps: stamps.to_vec(),
            files: plan
                .effective()
                .filter(|change| !is_of_history(&change.path))
                .map(Touched::of)
                .collect(),
        }
    }

    /// What it did to the file at `path`.
    #[must_use]
    pub fn file(&self, path: &str) -> Option<&Touched> {
        self.files.iter().find(|file| file.path == path)
    }

    /// Where it stands.
    ///
    /// # Errors
    /// None in practice: a number is always a good name.
    pub fn path(&self) -> Result<RelPath> {
        path(self.number)
    }

    /// The action as it is written.
    ///
    /// # Errors
    /// None in practice: it has a JSON form.
    pub fn to_content(&self) -> Result<Content> {
        let json = serde_json::to_vec(self)
            .map_err(|error| Error::project("the action cannot be written").because(error))?;
        Ok(Content {
            private: true,
            ..record::compressed(&json)
        })
    }

    fn parse(content: &Content, path: &RelPath) -> Result<Self> {
        let damaged = || {
            Error::project(format!("`{path}` is damaged")).hint(
                "remove the file: then only `patgen undo STAMP` can take back what it told of",
            )
        };
        let json = record::uncompressed(content).ok_or_else(damaged)?;
        let action: Self = serde_json::from_slice(&json).map_err(|_| damaged())?;
        let sound = |file: &Touched| RelPath::stored(&file.path).is_ok();
        if action.version != VERSION || !action.files.iter().all(sound) {
            return Err(damaged());
        }
        Ok(action)
    }
}

fn path(number: u64) -> Result<RelPath> {
    RelPath::record(&format!("{HISTORY}/{number:06}.lz4"))
}

/// Whether `path` is one of the history's own.
#[must_use]
pub fn is_of_history(path: &RelPath) -> bool {
    path.is_record() && path.parent().ends_with(HISTORY)
}

/// The numbers of the actions that the project has, in order.
fn numbers(tree: &dyn Tree) -> Result<Vec<u64>> {
    let entries = tree.list(Some(&RelPath::record(HISTORY)?))?;
    let files = entries.iter().filter(|entry| entry.kind == EntryKind::File);
    let mut numbers: Vec<u64> = files
        .filter_map(|entry| entry.name.strip_suffix(".lz4")?.parse().ok())
        .collect();
    numbers.sort_unstable();
    Ok(numbers)
}

/// The actions that the project has, in order.
///
/// # Errors
/// A project error where one is damaged.
pub fn actions(tree: &dyn Tree) -> Result<Vec<Action>> {
    let mut actions = Vec::new();
    for number in numbers(tree)? {
        let path = path(number)?;
        if let Some(content) = tree.read(&path)? {
            actions.push(Action::parse(&content, &path)?);
        }
    }
    Ok(actions)
}

/// The actions, where they are of use: a stamp that is made for the first time takes nothing back.
///
/// # Errors
/// As [`actions`].
pub fn actions_for(tree: &dyn Tree, is_update: bool) -> Result<Vec<Action>> {
    if is_update {
        actions(tree)
    } else {
        Ok(Vec::new())
    }
}

/// `plan` with its own action in it, and without those that are too old to be kept.
///
/// # Errors
/// Where the history cannot be listed.
pub fn noted(plan: &Plan, tree: &dyn Tree, (command, stamps): (&str, &[String])) -> Result<Plan> {
    let numbers = numbers(tree)?;
    let number = numbers.last().map_or(1, |last| last + 1);
    let action = Action::of(number, command, stamps, plan);
    let mut plan = plan.clone();
    plan.insert(Change::new(
        action.path()?,
        None,
        Some(action.to_content()?),
    ))?;
    for old in numbers.into_iter().filter(|old| old + KEPT <= number) {
        let path = path(old)?;
        let before = tree.read(&path)?;
        plan.insert(Change::new(path, before, None))?;
    }
    Ok(plan)
}
