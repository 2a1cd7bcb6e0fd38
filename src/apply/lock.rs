//! The lock on a project: one run at a time, and none left by a run that was killed.
//!
//! The kernel holds it for the open file `.patgen/lock`, and lets go of it when the process ends. The file is removed
//! with the lock held, so that a project shows no trace of it; whoever got hold of a removed one tries again.
//!
//! Keeps promise 10.

use rustix::fs::FileType;
use rustix::io::Errno;

use super::clean;
use super::files::{At, DirStat, Files};
use super::refusal::{dir_not_writable, locked};
use crate::disk::obstacle::{Obstacle, cannot};
use crate::error::{Error, Result};
use crate::rel_path::RECORD_DIR;

pub(crate) const LOCK: &str = "lock";

/// A taken lock.
pub(crate) struct Lock<F: Files> {
    /// The open record directory.
    pub(crate) record: F::Dir,
    /// Whether the file of the lock was there already.
    pub(crate) found: bool,
    /// What holds the lock, by being open.
    _file: F::File,
    /// The root before.
    root_before: DirStat,
    /// The record directory before.
    record_before: DirStat,
}

/// A project whose lock is held.
pub(crate) struct Locked<'a, F: Files> {
    /// The calls to change it with.
    pub(crate) files: &'a F,
    /// Its root.
    pub(crate) root: &'a F::Dir,
    /// Its record directory.
    pub(crate) record: &'a F::Dir,
}

impl<F: Files> Lock<F> {
    /// Takes the lock of the project in `root`.
    ///
    /// # Errors
    ///
    /// Where another process holds it.
    pub(crate) fn take(files: &F, root: &F::Dir) -> Result<Self> {
        const TRIES: usize = 100;
        let before = files
            .dir_stat(root)
            .map_err(|error| cannot("read", ".", error))?;
        for _ in 0..TRIES {
            let Some((record, made)) = record_dir(files, root)? else {
                continue;
            };
            let taken = Self::try_take(files, record, before);
            if made && taken.is_err() {
                let _ = files.remove_dir(At(root, RECORD_DIR));
                let _ = files.set_times(root, before.times);
            }
            match taken {
                Ok(None) => {}
                Ok(Some(lock)) => return Ok(lock),
                Err(error) => return Err(error),
            }
        }
        Err(locked())
    }

    /// Nothing, if the holder before removed the lock or its directory meanwhile.
    fn try_take(files: &F, record: F::Dir, root_before: DirStat) -> Result<Option<Self>> {
        let refused = |error| dir_not_writable(RECORD_DIR, error);
        let at = At(&record, LOCK);
        let record_before = files.dir_stat(&record).map_err(refused)?;
        let (file, found) = match files.open_lock(at) {
            Err(Errno::NOENT) => return Ok(None),
            answer => answer.map_err(refused)?,
        };
        match files
            .lock(&file)
            .and_then(|taken| Ok((taken, files.is_at(&file, at)?)))
        {
            Ok((true, true)) => {}
            Ok((true, false)) => return Ok(None),
            Ok((false, _)) => return Err(locked()),
            Err(error) => {
                if !found {
                    let _ = files.remove(at);
                }
                return Err(refused(error));
            }
        }
        Ok(Some(Self {
            record,
            found,
            _file: file,
            root_before,
            record_before,
        }))
    }

    /// Lets go, removing the lock, and the record directory where there is no record.
    ///
    /// Where nothing was changed, `restore` gives the directories their times back. What fails here is left to the
    /// next run.
    pub(crate) fn release(self, files: &F, root: &F::Dir, restore: bool) {
        let alone = clean::record_dir(files, &self.record).unwrap_or(false);
        let removed = files.remove(At(&self.record, LOCK));
        if alone && removed.is_ok() {
            let _ = files.remove_dir(At(root, RECORD_DIR));
        } else if restore {
            let _ = files.set_times(&self.record, self.record_before.times);
        }
        if restore {
            let _ = files.set_times(root, self.root_before.times);
        }
    }
}

/// Refuses what taking the lock would refuse, but for that another run has it.
pub(crate) fn ensure_possible<F: Files>(files: &F, root: &F::Dir) -> Result<()> {
    let at = At(root, RECORD_DIR);
    match files.open_dir(at) {
        Ok(record) => {
            let may = files.may_write(At(&record, "."));
            may.map_err(|error| dir_not_writable(RECORD_DIR, error))
        }
        Err(Errno::NOENT) => {
            let may = files.may_write(At(root, "."));
            may.map_err(|error| dir_not_writable("", error))
        }
        Err(error) => Err(not_opened(files, at, error)),
    }
}

/// Opens the record directory, making it if needed; says whether it did. Nothing, if it was removed meanwhile.
fn record_dir<F: Files>(files: &F, root: &F::Dir) -> Result<Option<(F::Dir, bool)>> {
    let at = At(root, RECORD_DIR);
    let made = match files.open_dir(at) {
        Ok(dir) => return Ok(Some((dir, false))),
        Err(Errno::NOENT) => files.make_dir(at),
        Err(error) => return Err(not_opened(files, at, error)),
    };
    match made {
        Ok(()) | Err(Errno::EXIST | Errno::NOENT) => {}
        Err(error) => return Err(not_opened(files, at, error)),
    }
    match files.open_dir(at) {
        Ok(dir) => Ok(Some((dir, made.is_ok()))),
        Err(Errno::NOENT) => Ok(None),
        Err(error) => Err(not_opened(files, at, error)),
    }
}

fn not_opened<F: Files>(files: &F, at: At<'_, F::Dir>, error: Errno) -> Error {
    match files.kind(at) {
        Ok(Some(FileType::Directory) | None) | Err(_) => dir_not_writable("", error),
        Ok(Some(kind)) => Obstacle::of(kind)
            .unwrap_or(Obstacle::File)
            .in_the_way_of(at.1, "the record"),
    }
}
