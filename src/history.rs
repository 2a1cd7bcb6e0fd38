//! The last actions in a project, so that they can be taken back: what each file was before, and a trace of what it became.
//!
//! One compressed file for each action below `.patgen/history/`, private and ignored by git: it is for the machine on which
//! the action ran. Everywhere else the records tell enough to take a stamp back by meaning. What a secret file held
//! is never kept, only its digest.

use serde::{Deserialize, Serialize};

use crate::change::{Change, Content, Plan};
use crate::error::{Error, Result};
use crate::record;
use crate::rel_path::RelPath;
use crate::tree::{EntryKind, Tree};

/// The folder of the actions, below `.patgen/`.
pub const HISTORY: &str = "history";

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

/// A file of an action.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Touched {
    /// Which.
    pub path: String,
    /// What it was; none where it was not there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub before: Option<Kept>,
    /// What it became; none where it went.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub after: Option<Trace>,
    /// Whether it holds a secret.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub secret: bool,
}

/// Enough of a content to know it again.
#[derive(Clone, Debug, Deserialize, PartialEq, Eq, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Trace {
    /// SHA-256 of the bytes.
    pub sha256: String,
    /// Whether its owner may run it.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub executable: bool,
}

/// A content that is kept, but for a secret one.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Kept {
    /// What it is known by.
    pub trace: Trace,
    /// Whether it was for its owner alone.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    private: bool,
    /// The bytes, where they are text.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    text: Option<String>,
    /// The bytes as hexadecimal digits, where they are no text.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    digits: Option<String>,
}

impl Trace {
    /// The trace of `content`.
    #[must_use]
    pub fn of(content: &Content) -> Self {
        Self {
            sha256: content.sha256().to_string(),
            executable: content.executable,
        }
    }
}

impl Kept {
    fn of(content: &Content, secret: bool) -> Self {
        let text = content.text().filter(|_| !secret).map(str::to_owned);
        let digits = || content.bytes.iter().map(|byte| format!("{byte:02x}"));
        Self {
            trace: Trace::of(content),
            private: content.private,
            digits: (!secret && text.is_none()).then(|| digits().collect()),
            text,
        }
    }

    /// The content; none where it was a secret, or is damaged.
    #[must_use]
    pub fn content(&self) -> Option<Content> {
        let bytes = match (&self.text, &self.digits) {
            (Some(text), _) => text.clone().into_bytes(),
            (None, Some(digits)) => bytes(digits)?,
            (None, None) => return None,
        };
        let content = Content {
            bytes,
            executable: self.trace.executable,
            private: self.private,
        };
        (Trace::of(&content) == self.trace).then_some(content)
    }
}

fn bytes(digits: &str) -> Option<Vec<u8>> {
    let pairs = (0..digits.len()).step_by(2);
    pairs
        .map(|at| u8::from_str_radix(digits.get(at..at + 2)?, 16).ok())
        .collect()
}

impl Touched {
    fn of(change: &Change) -> Self {
        let kept = |content: &Content| Kept::of(content, change.secret);
        Self {
            path: change.path.to_string(),
            before: change.before.as_ref().map(kept),
            after: change.after.as_ref().map(Trace::of),
            secret: change.secret,
        }
    }

    /// Whether `content` is what the action left.
    #[must_use]
    pub fn left(&self, content: Option<&Content>) -> bool {
        self.after == content.map(Trace::of)
    }
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
    let mut parts = path.parts().skip(1);
    path.is_record() && parts.next() == Some(HISTORY)
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

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;

    fn path(text: &str) -> RelPath {
        RelPath::new(text).expect("a good path")
    }

    type Row<'a> = (&'a str, Option<&'a [u8]>, Option<&'a [u8]>);

    fn plan(changes: &[Row]) -> Plan {
        let change = |(at, before, after): &Row| {
            let change = Change::new(path(at), before.map(Content::new), after.map(Content::new));
            (path(at), change)
        };
        changes.iter().map(change).collect()
    }

    #[test]
    fn an_action_comes_back_as_it_was() {
        let mut plan = plan(&[
            ("new", None, Some(b"n")),
            ("text", Some(b"old\n"), Some(b"new\n")),
            ("binary", Some(&[0, 255, 7]), None),
        ]);
        let mut secret = Change::new(
            path(".env"),
            Some(Content::new("KEY=hush")),
            Some(Content::new("KEY=hush2")),
        );
        secret.secret = true;
        plan.insert(secret).expect("one for its path");
        let tree: BTreeMap<RelPath, Content> = BTreeMap::new();
        let noted = noted(&plan, &tree, ("new", &["a".to_owned()])).expect("a plan");
        let written = noted.get(".patgen/history/000001.lz4").expect("the action");
        let content = written.after.clone().expect("it is made");
        assert!(content.private);
        let tree = BTreeMap::from([(written.path.clone(), content)]);
        let actions = actions(&tree).expect("a history");
        assert_eq!(actions.len(), 1);
        let before = |at| {
            let file = actions[0].file(at).expect("a file");
            file.before.as_ref().map(Kept::content)
        };
        assert_eq!(before("new"), None);
        assert_eq!(before("text"), Some(Some(Content::new("old\n"))));
        assert_eq!(before("binary"), Some(Some(Content::new([0, 255, 7]))));
        assert_eq!(before(".env"), Some(None), "a secret is not kept");
        let json = serde_json::to_string(&actions).expect("JSON");
        assert!(!json.contains("hush"), "{json}");
    }

    #[test]
    fn only_the_last_actions_are_kept() {
        let mut tree: BTreeMap<RelPath, Content> = BTreeMap::new();
        for _ in 0..KEPT + 3 {
            let plan = plan(&[("a", None, Some(b"1"))]);
            let noted = noted(&plan, &tree, ("new", &[])).expect("a plan");
            for change in noted
                .into_iter()
                .filter(|change| is_of_history(&change.path))
            {
                match change.after {
                    Some(content) => drop(tree.insert(change.path, content)),
                    None => drop(tree.remove(&change.path)),
                }
            }
        }
        let numbers: Vec<u64> = actions(&tree)
            .expect("a history")
            .iter()
            .map(|action| action.number)
            .collect();
        assert_eq!(numbers, (4..=KEPT + 3).collect::<Vec<_>>());
    }
}
