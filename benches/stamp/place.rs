//! Where it is measured: in memory where the system has a place for that, for disks differ from day to day.

use std::cell::Cell;
use std::fs;
use std::path::{Path, PathBuf};

use tempfile::TempDir;

use super::Outcome;

/// Files there are in memory alone.
const SHARED_MEMORY: &str = "/dev/shm";

/// A directory of the bench's own, removed at its end.
pub(crate) struct Place {
    dir: TempDir,
    /// Whether files cost nothing to remove again. On a disk, that would make the next ones slow.
    removes: bool,
    names: Cell<usize>,
}

impl Place {
    /// In memory, else where temporary files are.
    pub(crate) fn quick() -> Outcome<Self> {
        match tempfile::tempdir_in(SHARED_MEMORY) {
            Ok(dir) => Ok(Self::at(dir, true)),
            Err(_) => Self::disk(),
        }
    }

    /// Where temporary files are.
    pub(crate) fn disk() -> Outcome<Self> {
        Ok(Self::at(tempfile::tempdir()?, false))
    }

    fn at(dir: TempDir, removes: bool) -> Self {
        Self {
            dir,
            removes,
            names: Cell::new(0),
        }
    }

    /// Its path.
    pub(crate) fn path(&self) -> &Path {
        self.dir.path()
    }

    /// A path where nothing is yet.
    pub(crate) fn fresh(&self) -> PathBuf {
        self.names.set(self.names.get() + 1);
        self.path().join(format!("run-{}", self.names.get()))
    }

    /// Called when the files at `path` are no longer wanted.
    pub(crate) fn done(&self, path: &Path) -> Outcome<()> {
        if self.removes && path.exists() {
            fs::remove_dir_all(path)?;
        }
        Ok(())
    }
}
