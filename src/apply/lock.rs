//! The lock on a project: one run at a time, and none left by a run that was killed.
//!
//! The kernel holds it for the open file `.patgen/lock`, and lets go of it when the process ends. The file is removed
//! with the lock held, so that a project shows no trace of it; whoever got hold of a removed one tries again.

use rustix::io::Errno;

use super::clean;
use super::files::{Answer, At, DirStat, Files};
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
            let (record, made) = record_dir(files, root)?;
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
        let refused = |error| cannot("write", &format!("{RECORD_DIR}/{LOCK}"), error);
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

/// Opens the record directory, making it if needed; says whether it did.
fn record_dir<F: Files>(files: &F, root: &F::Dir) -> Result<(F::Dir, bool)> {
    let at = At(root, RECORD_DIR);
    let mut made = false;
    let opened: Answer<F::Dir> = files.open_dir(at).or_else(|error| {
        if error != Errno::NOENT {
            return Err(error);
        }
        match files.make_dir(at) {
            Ok(()) => made = true,
            Err(Errno::EXIST) => {}
            Err(error) => return Err(error),
        }
        files.open_dir(at)
    });
    match opened {
        Ok(dir) => Ok((dir, made)),
        Err(error) => {
            if made {
                let _ = files.remove_dir(at);
            }
            Err(not_opened(files, at, error))
        }
    }
}

fn not_opened<F: Files>(files: &F, at: At<'_, F::Dir>, error: Errno) -> Error {
    use rustix::fs::FileType;
    match files.kind(at) {
        Ok(Some(FileType::Directory) | None) | Err(_) => cannot("write in", at.1, error),
        Ok(Some(kind)) => Obstacle::of(kind)
            .unwrap_or(Obstacle::File)
            .in_the_way_of(at.1, "the record"),
    }
}

fn locked() -> Error {
    Error::project("the project is locked by another run of patgen")
        .hint("wait until it has ended, then run the command again")
}
