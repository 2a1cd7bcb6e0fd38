//! Compares a plan with the tree and says, step by step, what would be done. Changes nothing.
//!
//! Here everything that can be known beforehand is refused: a file that is no longer what the plan was made on, a link
//! or directory in the way, a file or directory that may not be written.
//!
//! Keeps promises 3, 5 and 6.

use std::collections::{BTreeMap, HashMap};

use rustix::io::Errno;

use super::files::{At, DirStat, Files, Meta, Seen};
use super::refusal::{changed_since, dir_not_writable, elsewhere, file_not_writable, twins};
use super::walk::{Walk, within};
use crate::change::{Change, Content};
use crate::disk::obstacle::{Obstacle, cannot};
use crate::error::{Error, Result};
use crate::rel_path::{fold, split};

/// What is done at one place. Each step is one rename.
pub(crate) struct Step<'p> {
    /// Where: a file, or for [`Deed::Grow`] a directory.
    pub(crate) path: &'p str,
    /// What.
    pub(crate) deed: Deed<'p>,
}

/// What a step does.
pub(crate) enum Deed<'p> {
    /// Puts a new file into a directory that exists.
    Create(&'p Content),
    /// Puts a new directory there, with all files below it.
    Grow(Vec<(&'p str, &'p Content)>),
    /// Puts a file in the place of another.
    Replace(&'p Content, &'p Content, Meta),
    /// Takes a file away.
    Remove(&'p Content),
}

/// All steps of a plan, and the directories that they change, as those were before.
pub(crate) struct Survey<'p> {
    /// In the order of the paths.
    pub(crate) steps: Vec<Step<'p>>,
    /// By path; the root is empty.
    pub(crate) dirs: BTreeMap<String, DirStat>,
}

/// Compares `plan` with the tree below `root`.
pub(crate) fn survey<'p, F: Files>(
    files: &F,
    root: &F::Dir,
    changes: impl Iterator<Item = &'p Change>,
) -> Result<Survey<'p>> {
    let mut surveyor = Surveyor {
        files,
        walk: Walk::new(files, root),
        device: files
            .dir_stat(root)
            .map_err(|error| cannot("read", ".", error))?
            .device,
        done: Survey {
            steps: Vec::new(),
            dirs: BTreeMap::new(),
        },
        changed: Vec::new(),
        names: HashMap::new(),
    };
    for change in changes {
        surveyor.look_at(change)?;
    }
    match surveyor.changed.as_slice() {
        [] => Ok(surveyor.done),
        paths => Err(changed_since(paths)),
    }
}

struct Surveyor<'a, 'p, F: Files> {
    files: &'a F,
    walk: Walk<'a, F>,
    device: u64,
    done: Survey<'p>,
    changed: Vec<&'p str>,
    /// What is in each directory that gets something new: names by what is left of them when folded.
    names: HashMap<String, HashMap<String, String>>,
}

impl<'p, F: Files> Surveyor<'_, 'p, F> {
    fn look_at(&mut self, change: &'p Change) -> Result<()> {
        if self.grows_into(change) {
            return Ok(());
        }
        let path = &change.path;
        match self.walk.to(path.parent()) {
            Ok(_) => self.look_at_file(change),
            Err(Errno::NOENT) => self.look_at_new_directory(change),
            Err(error) => Err(self.blocked(path.parent(), path.as_str(), error)),
        }
    }

    /// The present directory is that of the file.
    fn look_at_file(&mut self, change: &'p Change) -> Result<()> {
        let path = change.path.as_str();
        let (found, meta) = self.found(path, change.path.name())?;
        if !same(change.before.as_ref(), found.as_ref()) {
            self.changed.push(path);
            return Ok(());
        }
        if let Some(meta) = &meta {
            self.ensure_writable_file(path, change.path.name(), meta)?;
        }
        self.ensure_writable_dir(change.path.parent())?;
        if meta.is_none() {
            self.ensure_no_twin(path)?;
        }
        let deed = match (&change.before, &change.after, meta) {
            (None, Some(after), _) => Deed::Create(after),
            (Some(before), None, _) => Deed::Remove(before),
            (Some(before), Some(after), Some(meta)) => Deed::Replace(before, after, meta),
            _ => return Ok(()),
        };
        self.done.steps.push(Step { path, deed });
        Ok(())
    }

    fn found(&self, path: &str, name: &str) -> Result<(Option<Content>, Option<Meta>)> {
        match self.files.inspect(At(self.walk.here(), name)) {
            Ok(Seen::Nothing) => Ok((None, None)),
            Ok(Seen::File(content, meta)) => Ok((Some(content), Some(meta))),
            Ok(Seen::Else(obstacle)) => Err(obstacle.in_the_way_of(path, path)),
            Err(error) => Err(cannot("read", path, error)),
        }
    }

    /// Adds the file to the directory that the step before makes, if it belongs there.
    fn grows_into(&mut self, change: &'p Change) -> bool {
        let path = change.path.as_str();
        let Some(Step {
            path: dir,
            deed: Deed::Grow(below),
        }) = self.done.steps.last_mut()
        else {
            return false;
        };
        match (&change.before, &change.after) {
            (None, Some(after)) if within(path, dir) => {
                below.push((path, after));
                true
            }
            _ => false,
        }
    }

    /// The directory of the file is not there: it comes with all that the plan puts below it.
    fn look_at_new_directory(&mut self, change: &'p Change) -> Result<()> {
        let path = change.path.as_str();
        let (None, Some(after)) = (&change.before, &change.after) else {
            self.changed.push(path);
            return Ok(());
        };
        let dir = self.walk.next_path(change.path.parent()).unwrap_or(path);
        self.ensure_writable_dir(split(dir).0)?;
        self.ensure_no_twin(dir)?;
        let deed = Deed::Grow(vec![(path, after)]);
        self.done.steps.push(Step { path: dir, deed });
        Ok(())
    }

    /// Looks once at the present directory, `path`, in which something is to change.
    fn ensure_writable_dir(&mut self, path: &str) -> Result<()> {
        if self.done.dirs.contains_key(path) {
            return Ok(());
        }
        let shown = if path.is_empty() { "." } else { path };
        let here = self.walk.here();
        self.files
            .may_write(At(here, "."))
            .map_err(|error| dir_not_writable(path, error))?;
        let stat = self
            .files
            .dir_stat(here)
            .map_err(|error| cannot("read", shown, error))?;
        if stat.device != self.device {
            return Err(elsewhere(shown));
        }
        self.done.dirs.insert(path.to_owned(), stat);
        Ok(())
    }

    /// Looks in the present directory for a name that some file system takes for that of `path`, which is new there.
    fn ensure_no_twin(&mut self, path: &str) -> Result<()> {
        let (dir, name) = split(path);
        if !self.names.contains_key(dir) {
            let entries = self.files.entries(self.walk.here());
            let entries = entries
                .map_err(|error| cannot("read", dir, error))?
                .into_iter();
            let names = entries.map(|entry| (fold(&entry.name).into_owned(), entry.name));
            self.names.insert(dir.to_owned(), names.collect());
        }
        match self.names[dir].get(fold(name).as_ref()) {
            Some(twin) if twin != name && dir.is_empty() => Err(twins(path, twin)),
            Some(twin) if twin != name => Err(twins(path, &format!("{dir}/{twin}"))),
            _ => Ok(()),
        }
    }

    /// A file without any write permission says that it is not to be changed, whoever asks.
    fn ensure_writable_file(&self, path: &str, name: &str, meta: &Meta) -> Result<()> {
        let allowed = match meta.mode & 0o222 {
            0 => Err(Errno::ACCESS),
            _ => self.files.may_write(At(self.walk.here(), name)),
        };
        allowed.map_err(|error| file_not_writable(path, error))
    }

    /// The error that the walk towards `dir` stopped where it did.
    fn blocked(&self, dir: &str, path: &str, error: Errno) -> Error {
        let (Some(at), Some(name)) = (self.walk.next_path(dir), self.walk.next(dir)) else {
            return cannot("read", path, error);
        };
        match self.files.kind(At(self.walk.here(), name)) {
            Ok(Some(rustix::fs::FileType::Directory) | None) | Err(_) => cannot("open", at, error),
            Ok(Some(kind)) => Obstacle::of(kind)
                .unwrap_or(Obstacle::File)
                .in_the_way_of(at, path),
        }
    }
}

fn same(before: Option<&Content>, found: Option<&Content>) -> bool {
    match (before, found) {
        (None, None) => true,
        (Some(before), Some(found)) => before.same(found),
        _ => false,
    }
}
