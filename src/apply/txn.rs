//! A transaction: its directory, from the first staged byte to the last one removed.
//!
//! `.patgen/txn/ID/` holds a slot for each step, named by its number, and the journal. The journal's name tells how far
//! it got: `journal` until every step is done, `done` from then on, `back` once it is being taken back.
//!
//! Keeps promise 2 by the order of these names, each durable before what relies on it, and promise 4: [`Txn::keep`].

use rustix::io::Errno;

use super::Options;
use super::clean::{IGNORE, TXN, remove_tree};
use super::files::{Answer, At, Files, Rename, Seen};
use super::journal::Journal;
use super::moves;
use super::refusal::not_ours;
use super::roll_back::Edited;
use super::walk::Walk;
use super::work::Work;
use crate::disk::obstacle::cannot;
use crate::error::Result;
use crate::rel_path::RECORD_DIR;
use crate::tree::EntryKind;

pub(crate) const JOURNAL: &str = "journal";
pub(crate) const DONE: &str = "done";
pub(crate) const BACK: &str = "back";
const KEPT: &str = "kept";

/// An open transaction.
pub(crate) struct Txn<'a, F: Files> {
    files: &'a F,
    /// Whether to wait for the disk.
    durable: bool,
    /// The directory of all transactions.
    all: F::Dir,
    id: String,
    /// Its own directory.
    pub(crate) slots: F::Dir,
}

impl<'a, F: Files> Txn<'a, F> {
    /// Begins a transaction below the record directory.
    pub(crate) fn begin(
        files: &'a F,
        record: &F::Dir,
        id: String,
        options: Options,
    ) -> Result<Self> {
        let refused = |error| match error {
            Errno::LOOP | Errno::NOTDIR => not_ours(&format!("{RECORD_DIR}/{TXN}"), error),
            error => cannot("write", &format!("{RECORD_DIR}/{TXN}"), error),
        };
        let all = open_all(files, record).map_err(refused)?;
        let at = At(&all, id.as_str());
        let slots = files
            .make_dir(at)
            .and_then(|()| files.open_dir(at))
            .map_err(refused)?;
        Ok(Self {
            files,
            durable: options.durable,
            all,
            id,
            slots,
        })
    }

    /// Opens one that was left.
    pub(crate) fn left(files: &'a F, all: F::Dir, id: String) -> Answer<Self> {
        let slots = files.open_dir(At(&all, id.as_str()))?;
        Ok(Self {
            files,
            durable: true,
            all,
            id,
            slots,
        })
    }

    /// What is done in it.
    pub(crate) fn work<'w>(&'w self, root: &'w F::Dir, journal: &'w Journal) -> Work<'w, F> {
        Work {
            files: self.files,
            durable: self.durable,
            root,
            slots: &self.slots,
            journal,
        }
    }

    /// The journal of that name, if there is a whole one.
    pub(crate) fn read(&self, name: &str) -> Result<Option<Journal>> {
        match self.files.see(At(&self.slots, name)) {
            Ok(Seen::File(content, _)) => Journal::parse(&content.bytes),
            Ok(_) => Ok(None),
            Err(error) => Err(cannot("read", &format!("{RECORD_DIR}/{TXN}"), error)),
        }
    }

    /// Writes the journal down.
    pub(crate) fn write(&self, journal: &Journal) -> Answer<()> {
        let file = self.files.create(At(&self.slots, JOURNAL), 0o644)?;
        self.files.write(&file, journal.text().as_bytes())
    }

    /// From here on it is not taken back.
    pub(crate) fn done(&self) -> Answer<()> {
        self.mark(JOURNAL, DONE)
    }

    /// From here on it is not completed.
    pub(crate) fn back(&self) -> Answer<()> {
        match self.mark(JOURNAL, BACK) {
            // Marking it done was the call that failed, and yet had its effect.
            Err(Errno::NOENT) => self.mark(DONE, BACK),
            answer => answer,
        }
    }

    /// What follows relies on the mark: it is durable first.
    fn mark(&self, from: &str, to: &str) -> Answer<()> {
        self.files
            .rename(At(&self.slots, from), At(&self.slots, to), Rename::Over)?;
        if self.durable {
            self.files.sync_dir(&self.slots)?;
        }
        Ok(())
    }

    /// Waits until the disk has all that was done.
    pub(crate) fn settle(&self) -> Answer<()> {
        if self.durable {
            self.files.sync_all(&self.slots)
        } else {
            Ok(())
        }
    }

    /// Keeps what was there before of files that were edited since, and says where.
    pub(crate) fn keep(&self, record: &F::Dir, edited: &[Edited]) -> Answer<Vec<Left>> {
        edited
            .iter()
            .map(|file| self.keep_one(record, file))
            .collect()
    }

    fn keep_one(&self, record: &F::Dir, file: &Edited) -> Answer<Left> {
        let kept = match &file.slot {
            None => None,
            Some(slot) => {
                let path = format!("{KEPT}/{}/{}", self.id, file.path);
                let (parent, name) = crate::rel_path::split(&path);
                let mut walk = Walk::new(self.files, record);
                let dir = walk.make(parent)?;
                moves::place(self.files, At(&self.slots, slot), At(dir, name))?;
                Some(format!("{RECORD_DIR}/{path}"))
            }
        };
        Ok(Left {
            path: file.path.clone(),
            kept,
        })
    }

    /// Removes its directory; the journal first, which speaks of the slots. What it was about is settled by then.
    pub(crate) fn discard(self) -> Answer<()> {
        for name in [JOURNAL, BACK] {
            match self.files.remove(At(&self.slots, name)) {
                Ok(()) | Err(Errno::NOENT) => {}
                Err(error) => return Err(error),
            }
        }
        remove_tree(self.files, At(&self.all, self.id.as_str()))
    }
}

/// A file that was edited after an interrupted run wrote it, and stays as it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Left {
    /// Where it is, from the root.
    pub path: String,
    /// Where what was there before that run is kept, from the root; nothing if the run made the file.
    pub kept: Option<String>,
}

/// The directory of all transactions, which hides itself from git.
fn open_all<F: Files>(files: &F, record: &F::Dir) -> Answer<F::Dir> {
    let at = At(record, TXN);
    match files.make_dir(at) {
        Ok(()) | Err(Errno::EXIST) => {}
        Err(error) => return Err(error),
    }
    let all = files.open_dir(at)?;
    match files.create(At(&all, IGNORE), 0o644) {
        Ok(file) => files.write(&file, b"*\n")?,
        Err(Errno::EXIST) => {}
        Err(error) => return Err(error),
    }
    Ok(all)
}

/// The ids of the transactions that were left.
pub(crate) fn all_left<F: Files>(files: &F, record: &F::Dir) -> Answer<Vec<String>> {
    let all = match files.open_dir(At(record, TXN)) {
        Err(Errno::NOENT) => return Ok(Vec::new()),
        all => all?,
    };
    let entries = files.entries(&all)?.into_iter();
    Ok(entries
        .filter(|entry| entry.kind == EntryKind::Directory)
        .map(|entry| entry.name)
        .collect())
}
