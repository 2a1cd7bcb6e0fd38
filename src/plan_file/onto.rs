//! A saved plan on the project as it is: the same that it was made on, or nothing.

use super::{Saved, SavedChange};
use crate::change::{Change, Content, Plan};
use crate::error::{Error, Result};
use crate::facts::Facts;
use crate::naming::shown;
use crate::plan::{ManualStep, Planned, Proposal, told};
use crate::record::{Record, STAMPS};
use crate::rel_path::{RECORD_DIR, RelPath};
use crate::tree::Tree;

/// How many differences are named.
const NAMED: usize = 10;

impl Saved {
    /// The plan on `tree`, whose facts are `facts` now. Where all of it is done already, there is nothing to do.
    ///
    /// # Errors
    /// A project error that names the files and facts which are not those that the plan was made on.
    pub fn onto(self, tree: &dyn Tree, facts: &Facts) -> Result<Proposal> {
        let mut found = Vec::new();
        for change in &self.changes {
            found.push(tree.read(&change.path)?);
        }
        let pairs = || self.changes.iter().zip(&found);
        let done = pairs().all(|(change, now)| is_done(change, now.as_ref()));
        if !done {
            let differ = pairs().filter(|(change, now)| !is_expected(change, now.as_ref()));
            let differ: Vec<&RelPath> = differ.map(|(change, _)| &change.path).collect();
            ensure_none(&differ)?;
            self.ensure_facts(facts)?;
        }
        let manual = self.steps(tree, done)?;
        let mut plan = Plan::new();
        for (change, now) in self.changes.into_iter().zip(found).filter(|_| !done) {
            plan.insert(Change::new(change.path, now, change.after))?;
        }
        let planned = Planned {
            plan,
            edits: self.edits,
            manual,
            conflicts: if done { Vec::new() } else { self.conflicts },
            left: Vec::new(),
            notes: Vec::new(),
        };
        Ok(Proposal {
            about: self.about,
            planned,
        })
    }

    fn ensure_facts(&self, facts: &Facts) -> Result<()> {
        let now = told(facts);
        for (name, expected) in &self.expects {
            let fact = now.iter().find(|fact| fact.name == *name);
            if fact.is_some_and(|fact| fact.value == *expected) {
                continue;
            }
            let is = fact.map_or_else(
                || "not there".to_owned(),
                |fact| format!("{} ({})", fact.value, fact.evidence),
            );
            return Err(Error::project(format!(
                "the fact `{}` is {is}, and the plan was made on {}",
                shown(name),
                shown(&expected.to_string())
            ))
            .hint("make the plan again, with `--save-plan`"));
        }
        Ok(())
    }

    /// What is left for a person: the plan's own steps, and the files whose changes are in no plan.
    fn steps(&self, tree: &dyn Tree, done: bool) -> Result<Vec<ManualStep>> {
        let mut steps = if done {
            Vec::new()
        } else {
            self.manual.clone()
        };
        for (path, makes) in &self.withheld {
            let lacks = if *makes {
                tree.read(path)?.is_none()
            } else {
                !done
            };
            if lacks {
                steps.push(self.withheld_step(path));
            }
        }
        Ok(steps)
    }

    /// The stamps that write to the file have it on record as an edit: each writes it when it is stamped again.
    fn withheld_step(&self, path: &RelPath) -> ManualStep {
        let records = self.changes.iter().filter_map(record);
        let writes = |record: &Record| record.edits.iter().any(|edit| edit.path == path.as_str());
        let commands = records
            .filter(writes)
            .map(|record| format!("patgen new {}\n", record.pattern));
        let why = match self.about.command.as_str() {
            "undo" => {
                "it holds a secret, which is in no saved plan: take out what the stamp put there"
            }
            _ => {
                "it holds a secret, which is in no saved plan: what makes the file writes it, stamped again \
                 with the same answers"
            }
        };
        ManualStep {
            path: path.clone(),
            line: None,
            why: why.to_owned(),
            snippet: commands.collect(),
        }
    }
}

/// The record that a change writes.
fn record(change: &SavedChange) -> Option<Record> {
    let path = &change.path;
    let is_stamp = path.parent() == format!("{RECORD_DIR}/{STAMPS}");
    let text = change.after.as_ref().filter(|_| is_stamp)?.text()?;
    Record::parse(text, path.as_str()).ok()
}

fn is_done(change: &SavedChange, now: Option<&Content>) -> bool {
    match (&change.after, now) {
        (None, None) => true,
        (Some(after), Some(now)) => after.same(now),
        _ => false,
    }
}

fn is_expected(change: &SavedChange, now: Option<&Content>) -> bool {
    change.before == now.map(|now| (now.sha256(), now.executable))
}

fn ensure_none(differ: &[&RelPath]) -> Result<()> {
    if differ.is_empty() {
        return Ok(());
    }
    let are = if differ.len() == 1 {
        "file is"
    } else {
        "files are"
    };
    let named = differ.iter().take(NAMED).map(|path| format!("`{path}`"));
    let named: Vec<String> = named.collect();
    let more = match differ.len().saturating_sub(NAMED) {
        0 => String::new(),
        more => format!(" and {more} more"),
    };
    Err(Error::project(format!(
        "{} {are} not what the plan was made on: {}{more}",
        differ.len(),
        named.join(", ")
    ))
    .hint("nothing was written; make the plan again, with `--save-plan`"))
}
