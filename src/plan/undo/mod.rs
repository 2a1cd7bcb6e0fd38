//! Taking stamps back: what each file of theirs was before, exactly where nobody touched it since, by meaning elsewhere.
//!
//! Pure, as all of planning. What other stamps need stays until the last of them goes: a file that they edit goes over to
//! one of them, and so does the duty to take an edit back.

mod chain;
mod dangling;
mod edits;
mod exact;
mod file;
mod heirs;
mod merged;
mod past;
mod records;
mod revisions;

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use super::moved::{Moved, moved};
use super::working::Working;
use super::{Planned, kept, twins};
use crate::change::{Bytes, Sha};
use crate::error::Result;
use crate::history::Action;
use crate::record::{Record, RecordedFile, Unpacked};
use crate::rel_path::RelPath;
use past::others;
pub use past::{Leaving, Past, last_action};

/// Plans to take back `leaving`, in this order. `action` is the one that is taken back, where it is one; else each stamp goes
/// with all that was ever done to it.
///
/// # Errors
/// A project error where something that is no file is in the way.
pub fn undo(leaving: &[Leaving], action: Option<u64>, past: &Past) -> Result<Planned> {
    let mut undo = Undo {
        past,
        leaving,
        action,
        staying: others(past, leaving),
        working: Working::new(past.tree),
        planned: Planned::default(),
        inherited: BTreeSet::new(),
        unpacked: RefCell::default(),
        fresh: BTreeMap::new(),
        moved: None,
    };
    for path in undo.paths()? {
        undo.file(&path)?;
    }
    undo.copies()?;
    revisions::close(&mut undo)?;
    undo.records()?;
    chain::mend(&mut undo)?;
    dangling::name(&mut undo)?;
    let mut planned = undo.planned;
    planned.plan = undo.working.into_plan()?;
    planned.plan.check()?;
    twins::ensure_none(&planned.plan, past.tree)?;
    Ok(planned)
}

/// What `working` has at `paths` without the edits that `one` has and will not have.
///
/// # Errors
/// As [`undo`].
pub(super) fn without_edits_of<'a>(
    one: &Leaving,
    paths: &BTreeSet<&str>,
    past: &Past<'a>,
    (working, planned): (Working<'a>, Planned),
) -> Result<(Working<'a>, Planned)> {
    let leaving = std::slice::from_ref(one);
    let staying: Vec<Record> = others(past, leaving);
    let mut undo = Undo {
        past,
        leaving,
        action: None,
        staying,
        working,
        planned,
        inherited: BTreeSet::new(),
        unpacked: RefCell::default(),
        fresh: BTreeMap::new(),
        moved: None,
    };
    for path in paths {
        let path = RelPath::new(path)?;
        if let Some(content) = undo.working.now(&path)?.cloned() {
            let without = undo.without_edits(&path, &content)?;
            undo.working.set(&path, without)?;
        }
    }
    undo.heirs()?;
    Ok((undo.working, undo.planned))
}

/// An undo while it is being planned.
struct Undo<'p, 'a> {
    past: &'p Past<'a>,
    leaving: &'p [Leaving],
    action: Option<u64>,
    /// The records of all other stamps; they may take over what they need.
    staying: Vec<Record>,
    working: Working<'a>,
    planned: Planned,
    /// The files of which a stamp that stays took something over.
    inherited: BTreeSet<RelPath>,
    /// The base texts that were asked for, by the digest that names them.
    unpacked: RefCell<BTreeMap<String, Rc<Unpacked>>>,
    /// Base texts that are new with this undo.
    fresh: BTreeMap<Sha, Bytes>,
    /// Where files are that are not in their places, once that was asked for.
    moved: Option<Rc<BTreeMap<String, Moved>>>,
}

impl Undo<'_, '_> {
    /// The files that the stamps made or edited, and those that the action changed.
    fn paths(&self) -> Result<BTreeSet<RelPath>> {
        let both = |one: &Leaving| [Some(one.now.clone()), one.before.clone()];
        let mut paths = BTreeSet::new();
        for record in self.leaving.iter().flat_map(both).flatten() {
            let files = record.files.iter().map(|file| &file.path);
            for path in files.chain(record.edits.iter().map(|edit| &edit.path)) {
                paths.insert(RelPath::new(path)?);
            }
        }
        for action in self.past.actions.iter().filter(|action| self.goes(action)) {
            for file in &action.files {
                paths.insert(RelPath::stored(&file.path)?);
            }
        }
        paths.retain(|path| !path.is_record());
        Ok(paths)
    }

    /// Copies that an action made of files that it replaced go with it, where the files are that again.
    fn copies(&mut self) -> Result<()> {
        let actions = self.past.actions.iter().filter(|action| self.goes(action));
        let mut made = Vec::new();
        for file in actions.flat_map(|action| &action.files) {
            let path = RelPath::stored(&file.path)?;
            if let Some(original) = kept::original(&path).filter(|_| file.before.is_none()) {
                made.push((path, original));
            }
        }
        for (path, original) in made {
            let yours = self.working.now(&original)?.cloned();
            let copy = self.working.now(&path)?;
            if copy
                .zip(yours.as_ref())
                .is_some_and(|(copy, yours)| copy.bytes == yours.bytes)
            {
                self.working.remove(&path)?;
            }
        }
        Ok(())
    }

    /// Whether nothing of `action` stays: it is the one to take back, or all of its stamps go for good.
    fn goes(&self, action: &Action) -> bool {
        match self.action {
            Some(number) => action.number == number,
            None => !action.stamps.iter().any(|id| self.stays(id)),
        }
    }

    /// Whether `action` made or changed a stamp that goes for good and has to do with the file at `path`.
    fn is_of_leaving(&self, action: &Action, path: &str) -> bool {
        let mut for_good = self.leaving.iter().filter(|_| self.action.is_none());
        for_good.any(|one| {
            let record = &one.now;
            let mut edits = record.edits.iter().map(|edit| edit.path.as_str());
            let mut files = record.files.iter().map(|file| file.path.as_str());
            action.stamps.contains(&record.stamp)
                && (files.any(|file| file == path) || edits.any(|file| file == path))
        })
    }

    /// Whether an action that goes took the file at `path` away.
    fn was_taken(&self, path: &RelPath) -> bool {
        let mut actions = self.past.actions.iter();
        actions.any(|action| {
            let touched = action.file(path.as_str());
            self.goes(action) && touched.is_some_and(|file| file.after.is_none())
        })
    }

    /// Whether the stamp called `id` is there, and stays.
    fn stays(&self, id: &str) -> bool {
        self.staying.iter().any(|record| record.stamp == id)
    }

    /// Where files are that are not in their places: those of the stamps that go, and those that they edited.
    fn moved(&mut self) -> Result<Rc<BTreeMap<String, Moved>>> {
        if let Some(known) = &self.moved {
            return Ok(Rc::clone(known));
        }
        let edits = self.leaving.iter().flat_map(|one| &one.now.edits);
        let edited: BTreeSet<&str> = edits.map(|edit| edit.path.as_str()).collect();
        let staying = self.staying.iter().flat_map(|record| &record.files);
        let others = staying.filter(|file| edited.contains(file.path.as_str()));
        let own = self.leaving.iter().flat_map(|one| &one.now.files);
        let files: Vec<RecordedFile> = own.chain(others).cloned().collect();
        let mut missing = Vec::new();
        for file in &files {
            let is_there = self.working.before(&RelPath::new(&file.path)?)?.is_some();
            if let Some(base) = self.base(file.base.as_deref())?.filter(|_| !is_there) {
                missing.push((file, base));
            }
        }
        let around = (self.past.tree, self.past.everything);
        let found = Rc::new(moved(&missing, self.past.records, around)?);
        self.moved = Some(Rc::clone(&found));
        Ok(found)
    }
}
