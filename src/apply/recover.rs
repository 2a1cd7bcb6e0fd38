//! Ends what an interrupted run left: takes it back, or only cleans up if it was done.
//!
//! Keeps promise 2. Each of its steps can be cut short and done again.

use rustix::io::Errno;

use super::clean::{self, TXN};
use super::commit;
use super::files::{Answer, At, Files};
use super::lock::{LOCK, Lock, Locked};
use super::refusal::not_ours;
use super::roll_back::{Edited, roll_back};
use super::txn::{self, BACK, DONE, JOURNAL, Left, Txn};
use super::work::{Work, is_all_done};
use crate::disk::obstacle::cannot;
use crate::error::{Error, Result};
use crate::rel_path::RECORD_DIR;
use crate::tree::{Entry, EntryKind};

/// What to do with a run that was interrupted between its first step and its last.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Way {
    /// Take it back.
    Back,
    /// Complete it, where what it was made on is still there.
    Forward,
}

/// What recovering did.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Recovered {
    /// How many interrupted runs were ended.
    pub runs: usize,
    /// How many of them are done now; the others were taken back.
    pub completed: usize,
    /// The files that stay as they are because they were edited since.
    pub left: Vec<Left>,
}

/// Recovers the project in `root`, if a run was interrupted there.
pub(crate) fn recover<F: Files>(files: &F, root: &F::Dir, way: Way) -> Result<Recovered> {
    if !is_interrupted(files, root).map_err(|error| cannot("read", RECORD_DIR, error))? {
        return Ok(Recovered::default());
    }
    let lock = Lock::take(files, root)?;
    let project = Locked {
        files,
        root,
        record: &lock.record,
    };
    // A killed run may have got further than the disk: what is decided now must not be undone by a power cut.
    let settled = files.sync_all(root).map_err(refused);
    let recovered = settled.and_then(|()| under_lock(&project, way));
    lock.release(files, root, recovered.is_err());
    recovered
}

/// Whether something lies about that a run takes away at its end.
fn is_interrupted<F: Files>(files: &F, root: &F::Dir) -> Answer<bool> {
    let record = match files.open_dir(At(root, RECORD_DIR)) {
        Err(Errno::NOENT | Errno::NOTDIR | Errno::LOOP) => return Ok(false),
        record => record?,
    };
    let entries = files.entries(&record)?;
    let is_left = |entry: &Entry| [LOCK, TXN].contains(&entry.name.as_str());
    Ok(entries.iter().any(is_left) || clean::is_empty(files, &record, &entries)?)
}

/// Ends every transaction that was left.
pub(crate) fn under_lock<F: Files>(project: &Locked<'_, F>, way: Way) -> Result<Recovered> {
    let refused = |error| not_ours(&format!("{RECORD_DIR}/{TXN}"), error);
    let (files, record) = (project.files, project.record);
    let mut recovered = Recovered::default();
    let left = txn::all_left(files, record).map_err(refused)?;
    if !left.is_empty() {
        files.sync_all(record).map_err(refused)?;
    }
    for id in left {
        let all = files.open_dir(At(record, TXN)).map_err(refused)?;
        let txn = Txn::left(files, all, id).map_err(refused)?;
        let Ended { completed, edited } = end(project.root, &txn, way)?;
        recovered
            .left
            .extend(txn.keep(record, &edited).map_err(refused)?);
        recovered.runs += 1;
        recovered.completed += usize::from(completed);
        txn.settle().map_err(refused)?;
        txn.discard().map_err(refused)?;
    }
    Ok(recovered)
}

/// How a transaction was ended.
struct Ended {
    /// All of it is done; else all of it was taken back.
    completed: bool,
    /// The files that stay because they were edited since.
    edited: Vec<Edited>,
}

impl Ended {
    fn completed() -> Self {
        Self {
            completed: true,
            edited: Vec::new(),
        }
    }

    fn back(edited: Vec<Edited>) -> Self {
        Self {
            completed: false,
            edited,
        }
    }
}

/// Ends a transaction.
fn end<F: Files>(root: &F::Dir, txn: &Txn<'_, F>, way: Way) -> Result<Ended> {
    if let Some(journal) = txn.read(DONE)? {
        clean_up(&txn.work(root, &journal))?;
        return Ok(Ended::completed());
    }
    if let Some(journal) = txn.read(BACK)? {
        return roll_back(&txn.work(root, &journal)).map(Ended::back);
    }
    if let Some(journal) = txn.read(JOURNAL)? {
        return decide(&txn.work(root, &journal), txn, way);
    }
    Ok(Ended::back(Vec::new()))
}

/// Interrupted between its first step and its mark: what was done to the last step is as good as marked.
fn decide<F: Files>(work: &Work<'_, F>, txn: &Txn<'_, F>, way: Way) -> Result<Ended> {
    if way == Way::Forward {
        commit::go_on(work)?;
    }
    if is_all_done(work).map_err(refused)? {
        txn.settle().and_then(|()| txn.done()).map_err(refused)?;
        clean_up(work)?;
        Ok(Ended::completed())
    } else {
        txn.back().map_err(refused)?;
        roll_back(work).map(Ended::back)
    }
}

fn clean_up<F: Files>(work: &Work<'_, F>) -> Result<()> {
    commit::prune(work).map(drop).map_err(refused)
}

fn refused(error: Errno) -> Error {
    cannot("recover", RECORD_DIR, error)
}

/// Empties a root that was being made, but for its lock; says whether there was anything.
pub(crate) fn clear<F: Files>(files: &F, root: &F::Dir, record: &F::Dir) -> Answer<bool> {
    let mut found = false;
    for (dir, spared) in [(record, LOCK), (root, RECORD_DIR)] {
        for entry in files
            .entries(dir)?
            .iter()
            .filter(|entry| entry.name != spared)
        {
            let at = At(dir, entry.name.as_str());
            match entry.kind {
                EntryKind::Directory => clean::remove_tree(files, at)?,
                _ => files.remove(at)?,
            }
            found = true;
        }
    }
    Ok(found)
}
