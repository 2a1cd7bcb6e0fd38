//! Ends what an interrupted run left: takes it back, or only cleans up if it was done.

use rustix::io::Errno;

use super::clean::{self, TXN};
use super::commit;
use super::files::{Answer, At, Files, Seen};
use super::journal::Journal;
use super::lock::{LOCK, Lock};
use super::roll_back::roll_back;
use super::txn::{self, DONE, JOURNAL, Left, Txn};
use crate::disk::obstacle::cannot;
use crate::error::Result;
use crate::rel_path::RECORD_DIR;
use crate::tree::EntryKind;

/// What recovering did.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Recovered {
    /// How many interrupted runs were taken back.
    pub runs: usize,
    /// The files that stay as they are because they were edited since.
    pub left: Vec<Left>,
}

/// Recovers the project in `root`, if a run was interrupted there.
pub(crate) fn recover<F: Files>(files: &F, root: &F::Dir) -> Result<Recovered> {
    if !is_interrupted(files, root).map_err(|error| cannot("read", RECORD_DIR, error))? {
        return Ok(Recovered::default());
    }
    let lock = Lock::take(files, root)?;
    let recovered = under_lock(files, root, &lock.record);
    lock.release(files, root, false);
    recovered
}

/// Whether something lies about that a run takes away at its end.
fn is_interrupted<F: Files>(files: &F, root: &F::Dir) -> Answer<bool> {
    let record = match files.open_dir(At(root, RECORD_DIR)) {
        Err(Errno::NOENT | Errno::NOTDIR | Errno::LOOP) => return Ok(false),
        record => record?,
    };
    let entries = files.entries(&record)?;
    Ok(entries.is_empty()
        || entries
            .iter()
            .any(|entry| [LOCK, TXN].contains(&entry.name.as_str())))
}

/// Ends every transaction that was left.
pub(crate) fn under_lock<F: Files>(files: &F, root: &F::Dir, record: &F::Dir) -> Result<Recovered> {
    let refused = |error| cannot("read", &format!("{RECORD_DIR}/{TXN}"), error);
    let mut recovered = Recovered::default();
    for id in txn::all_left(files, record).map_err(refused)? {
        let all = files.open_dir(At(record, TXN)).map_err(refused)?;
        if files.kind(At(&all, id.as_str())).map_err(refused)?
            != Some(rustix::fs::FileType::Directory)
        {
            continue;
        }
        let txn = Txn::left(files, all, id).map_err(refused)?;
        end(files, root, record, txn, &mut recovered)?;
    }
    Ok(recovered)
}

fn end<F: Files>(
    files: &F,
    root: &F::Dir,
    record: &F::Dir,
    txn: Txn<'_, F>,
    recovered: &mut Recovered,
) -> Result<()> {
    let refused = |error| cannot("recover", RECORD_DIR, error);
    if let Some(journal) = journal(files, &txn.slots, DONE)? {
        commit::prune(files, root, &journal).map_err(refused)?;
    } else if let Some(journal) = journal(files, &txn.slots, JOURNAL)? {
        let edited = roll_back(files, root, &txn.slots, &journal)?;
        recovered
            .left
            .extend(txn.keep(record, &edited).map_err(refused)?);
        recovered.runs += 1;
    }
    txn.discard().map_err(refused)
}

fn journal<F: Files>(files: &F, slots: &F::Dir, name: &str) -> Result<Option<Journal>> {
    match files.see(At(slots, name)) {
        Ok(Seen::File(content, _)) => Journal::parse(&content.bytes),
        Ok(_) => Ok(None),
        Err(error) => Err(cannot(
            "read",
            &format!("{RECORD_DIR}/{TXN}/…/{name}"),
            error,
        )),
    }
}

/// Empties a root that was being made, but for its lock.
pub(crate) fn clear<F: Files>(files: &F, root: &F::Dir, record: &F::Dir) -> Answer<()> {
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
        }
    }
    Ok(())
}
