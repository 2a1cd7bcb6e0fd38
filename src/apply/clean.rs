//! Removing what patgen itself made in the record directory. Touches nothing else.
//!
//! Keeps promise 2: nothing lies about afterwards.

use rustix::io::Errno;

use super::files::{Answer, At, Files, Seen};
use super::lock::LOCK;
use crate::tree::{Entry, EntryKind};

pub(crate) const IGNORE: &str = ".gitignore";
pub(crate) const TXN: &str = "txn";

/// What `.patgen/.gitignore` holds.
pub(crate) const IGNORED: &str = "/lock\n/txn/\n/kept/\n/history/\n";

/// Removes the transactions' directory, and the ignore file where it stands alone beside the lock. Says whether
/// nothing but the lock is left.
pub(crate) fn record_dir<F: Files>(files: &F, record: &F::Dir) -> Answer<bool> {
    remove_txn(files, record)?;
    let entries = files.entries(record)?;
    let alone = is_empty(files, record, &entries)?;
    if alone && entries.iter().any(|entry| entry.name == IGNORE) {
        files.remove(At(record, IGNORE))?;
    }
    Ok(alone)
}

/// Whether of `entries`, which are those of the record directory, none is a record, nor anything else of a person.
pub(crate) fn is_empty<F: Files>(files: &F, record: &F::Dir, entries: &[Entry]) -> Answer<bool> {
    let own = |entry: &Entry| [LOCK, IGNORE].contains(&entry.name.as_str());
    if !entries.iter().all(own) {
        return Ok(false);
    }
    Ok(match files.see(At(record, IGNORE))? {
        Seen::Nothing => true,
        Seen::File(content, _) => *content.bytes == *IGNORED.as_bytes(),
        Seen::Else(_) => false,
    })
}

/// Removes the transactions' directory, unless there is one in it.
fn remove_txn<F: Files>(files: &F, record: &F::Dir) -> Answer<()> {
    let txn = match files.open_dir(At(record, TXN)) {
        Err(Errno::NOENT) => return Ok(()),
        txn => txn?,
    };
    if files
        .entries(&txn)?
        .iter()
        .any(|entry| entry.name != IGNORE)
    {
        return Ok(());
    }
    match files.remove(At(&txn, IGNORE)) {
        Ok(()) | Err(Errno::NOENT) => files.remove_dir(At(record, TXN)),
        Err(error) => Err(error),
    }
}

/// Removes a directory with all that is in it, following no link.
pub(crate) fn remove_tree<F: Files>(files: &F, at: At<'_, F::Dir>) -> Answer<()> {
    let dir = files.open_dir(at)?;
    for entry in files.entries(&dir)? {
        let inner = At(&dir, entry.name.as_str());
        match entry.kind {
            EntryKind::Directory => remove_tree(files, inner)?,
            _ => files.remove(inner)?,
        }
    }
    files.remove_dir(at)
}
