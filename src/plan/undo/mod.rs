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
mod revisions;

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use super::moved::{Everything, Moved, moved};
use super::working::Working;
use super::{OnConflict, Planned, kept, records, twins};
use crate::change::{Bytes, Sha};
use crate::error::Result;
use crate::history::Action;
use crate::record::{self, Record, RecordedFile, Texts};
use crate::rel_path::RelPath;
use crate::render::CodeStyle;
use crate::tree::Tree;

/// What undoing rests on.
pub struct Past<'a> {
    /// The project.
    pub tree: &'a dyn Tree,
    /// The stamps that it has.
    pub records: &'a [Record],
    /// What was done in it, as far as that is kept.
    pub actions: &'a [Action],
    /// How the project writes its code.
    pub style: &'a CodeStyle,
    /// What to do with files that were edited.
    pub on_conflict: OnConflict,
    /// Lists the files that stamped ones may have become.
    pub everything: &'a Everything<'a>,
}

/// A stamp that is taken back.
#[derive(Clone, Debug)]
pub struct Leaving {
    /// As it is.
    pub now: Record,
    /// As it was before; none where it was not there.
    pub before: Option<Record>,
}

/// The last action of which a stamp is left, and its stamps as they were before it.
#[must_use]
pub fn last_action(past: &Past) -> Option<(u64, Vec<Leaving>)> {
    let leaving = |action: &Action| -> Vec<Leaving> {
        let stamps = action.stamps.iter().rev();
        stamps
            .filter_map(|id| leaving_of(past, action, id))
            .collect()
    };
    let actions = past.actions.iter().rev();
    let mut with_files = actions.filter(|action| !action.files.is_empty());
    with_files.find_map(|action| {
        Some((action.number, leaving(action))).filter(|(_, all)| !all.is_empty())
    })
}

fn leaving_of(past: &Past, action: &Action, id: &str) -> Option<Leaving> {
    let now = past
        .records
        .iter()
        .find(|record| record.stamp == id)?
        .clone();
    let path = Record::path(id).ok()?;
    let before = match action.file(path.as_str()).map(|touched| &touched.before) {
        // It did to files what is on record already: what a person deleted came back.
        None => Some(now.clone()),
        Some(None) => None,
        Some(Some(kept)) => Some(Record::parse(kept.content()?.text()?, path.as_str()).ok()?),
    };
    Some(Leaving { now, before })
}

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
        fresh: Unpacked::new(),
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
        fresh: Unpacked::new(),
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

/// The records of all stamps but `leaving`.
fn others(past: &Past, leaving: &[Leaving]) -> Vec<Record> {
    let goes = |record: &&Record| leaving.iter().any(|one| one.now.stamp == record.stamp);
    past.records
        .iter()
        .filter(|record| !goes(record))
        .cloned()
        .collect()
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
    fresh: Unpacked,
    /// Where files are that are not in their places, once that was asked for.
    moved: Option<Rc<BTreeMap<String, Moved>>>,
}

/// Base texts by their digests.
type Unpacked = BTreeMap<Sha, Bytes>;

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

    /// The base text of a recorded file, as the project or its history has it.
    fn base(&self, sha: Option<&str>) -> Result<Option<Bytes>> {
        let Some(sha) = sha else {
            return Ok(None);
        };
        let fresh = Sha::parse(sha).and_then(|sha| self.fresh.get(&sha));
        if let Some(text) = fresh {
            return Ok(Some(text.clone()));
        }
        let before = self.leaving.iter().filter_map(|one| one.before.as_ref());
        let mut records = self.past.records.iter().chain(before);
        let names = |file: &RecordedFile| file.base.as_deref() == Some(sha);
        let record = records.find(|record| record.files.iter().any(names));
        match (
            record.and_then(|record| record.texts.as_deref()),
            Sha::parse(sha),
        ) {
            (Some(texts), Some(sha)) => Ok(self.unpacked(texts)?.get(&sha).cloned()),
            _ => Ok(None),
        }
    }

    /// Packs the base texts of a staying record anew: it may have taken over files of a stamp that goes.
    fn pack(&mut self, at: usize) -> Result<()> {
        let mut found = Vec::new();
        for file in &self.staying[at].files {
            if let (Some(sha), Some(text)) = (file.base(), self.base(file.base.as_deref())?) {
                found.push((sha, text));
            }
        }
        let mut texts = Texts::default();
        for (sha, text) in &found {
            texts.add(*sha, text);
        }
        let digest = (!texts.is_empty()).then(|| texts.digest().to_string());
        if let Some(digest) = digest
            .as_deref()
            .filter(|_| digest != self.staying[at].texts)
        {
            self.working
                .set(&record::texts_path(digest)?, texts.packed())?;
        }
        self.staying[at].texts = digest;
        Ok(())
    }

    /// The base texts of that name, unpacked once.
    fn unpacked(&self, digest: &str) -> Result<Rc<Unpacked>> {
        if let Some(known) = self.unpacked.borrow().get(digest) {
            return Ok(Rc::clone(known));
        }
        let path = record::texts_path(digest)?;
        let stored = self.past.tree.read(&path)?;
        let texts = match stored.or_else(|| self.kept(&path)) {
            Some(content) => record::unpacked(&content, &path)?,
            None => Unpacked::new(),
        };
        let texts = Rc::new(texts);
        let mut known = self.unpacked.borrow_mut();
        known.insert(digest.to_owned(), Rc::clone(&texts));
        Ok(texts)
    }

    /// What an action kept of the file at `path`, the last one first.
    fn kept(&self, path: &RelPath) -> Option<crate::change::Content> {
        let mut actions = self.past.actions.iter().rev();
        actions.find_map(|action| action.file(path.as_str())?.before.as_ref()?.content())
    }

    /// The records of stamps that took something over.
    fn heirs(&mut self) -> Result<()> {
        for at in 0..self.staying.len() {
            if !self.past.records.contains(&self.staying[at]) {
                self.pack(at)?;
                let record = &self.staying[at];
                let content = record.to_content()?;
                self.working.set(&Record::path(&record.stamp)?, content)?;
            }
        }
        Ok(())
    }

    /// The record of each stamp as it was before, and the base texts that are still named.
    fn records(&mut self) -> Result<()> {
        for one in self.leaving {
            let path = Record::path(&one.now.stamp)?;
            match &one.before {
                Some(before) => self.working.set(&path, before.to_content()?)?,
                None => self.working.remove(&path)?,
            }
        }
        self.heirs()?;
        let before = self.leaving.iter().filter_map(|one| one.before.as_ref());
        let named: BTreeSet<&str> = before
            .chain(&self.staying)
            .filter_map(|record| record.texts.as_deref())
            .collect();
        for digest in &named {
            let path = record::texts_path(digest)?;
            if let (None, Some(content)) = (self.past.tree.read(&path)?, self.kept(&path)) {
                self.working.set(&path, content)?;
            }
        }
        records::drop_unnamed(self.past.tree, &named, &mut self.working)
    }
}
