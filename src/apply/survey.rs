//! Compares a plan with the tree and says, step by step, what would be done. Changes nothing.
//!
//! Here everything that can be known beforehand is refused: a file that is no longer what the plan was made on, a link
//! or directory in the way, a file or directory that may not be written.

use std::collections::BTreeMap;

use rustix::io::Errno;

use super::files::{At, DirStat, Files, Meta, Seen};
use super::walk::{Walk, within};
use crate::change::{Change, Content};
use crate::disk::obstacle::{Obstacle, cannot};
use crate::error::{Error, Result};

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
}

impl<'p, F: Files> Surveyor<'_, 'p, F> {
    fn look_at(&mut self, change: &'p Change) -> Result<()> {
        let path = &change.path;
        match self.walk.to(path.parent()) {
            Ok(_) => {}
            Err(Errno::NOENT) => return self.look_at_new_directory(change),
            Err(error) => return Err(self.blocked(path.parent(), path.as_str(), error)),
        }
        let name = path.name();
        let seen = self.files.see(At(self.walk.here(), name));
        let (found, meta) = match seen.map_err(|error| cannot("read", path.as_str(), error))? {
            Seen::Nothing => (None, None),
            Seen::File(content, meta) => (Some(content), Some(meta)),
            Seen::Else(obstacle) => {
                return Err(obstacle.in_the_way_of(path.as_str(), path.as_str()));
            }
        };
        if !same(change.before.as_ref(), found.as_ref()) {
            self.changed.push(path.as_str());
            return Ok(());
        }
        let deed = match (&change.before, &change.after, meta) {
            (None, Some(after), _) => Deed::Create(after),
            (Some(before), None, _) => Deed::Remove(before),
            (Some(before), Some(after), Some(meta)) => Deed::Replace(before, after, meta),
            _ => return Ok(()),
        };
        if let Some(meta) = meta {
            self.ensure_writable_file(path.as_str(), name, meta)?;
        }
        self.ensure_writable_dir(path.parent())?;
        self.add(path.as_str(), deed);
        Ok(())
    }

    /// The directory of the file is not there: it comes with all that the plan puts below it.
    fn look_at_new_directory(&mut self, change: &'p Change) -> Result<()> {
        let path = change.path.as_str();
        let (None, Some(after)) = (&change.before, &change.after) else {
            self.changed.push(path);
            return Ok(());
        };
        if let Some(Step {
            path: dir,
            deed: Deed::Grow(below),
        }) = self.done.steps.last_mut()
            && within(path, dir)
        {
            below.push((path, after));
            return Ok(());
        }
        let dir = self.walk.next_path(change.path.parent()).unwrap_or(path);
        self.ensure_writable_dir(crate::rel_path::split(dir).0)?;
        self.add(dir, Deed::Grow(vec![(path, after)]));
        Ok(())
    }

    fn add(&mut self, path: &'p str, deed: Deed<'p>) {
        self.done.steps.push(Step { path, deed });
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
            .map_err(|error| read_only("directory", shown, error))?;
        let stat = self
            .files
            .dir_stat(here)
            .map_err(|error| cannot("read", shown, error))?;
        if stat.device != self.device {
            return Err(Error::project(format!(
                "the directory `{shown}` is on another file system than the project root"
            ))
            .hint("a plan is applied by renames, which stay on one file system: make that directory the root"));
        }
        self.done.dirs.insert(path.to_owned(), stat);
        Ok(())
    }

    /// A file without any write permission says that it is not to be changed, whoever asks.
    fn ensure_writable_file(&self, path: &str, name: &str, meta: Meta) -> Result<()> {
        let allowed = match meta.mode & 0o222 {
            0 => Err(Errno::ACCESS),
            _ => self.files.may_write(At(self.walk.here(), name)),
        };
        allowed.map_err(|error| read_only("file", path, error))
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

fn read_only(what: &str, path: &str, error: Errno) -> Error {
    match error {
        Errno::ACCESS | Errno::PERM | Errno::ROFS => {
            Error::project(format!("the {what} `{path}` is read-only"))
                .because(std::io::Error::from(error))
                .hint("give it write permission, or leave it out of the plan")
        }
        error => cannot("write", path, error),
    }
}

/// The error that files are no longer what the plan was made on.
pub(crate) fn changed_since(paths: &[&str]) -> Error {
    const SHOWN: usize = 10;
    let named: Vec<String> = paths
        .iter()
        .take(SHOWN)
        .map(|path| format!("`{path}`"))
        .collect();
    let more = match paths.len().saturating_sub(SHOWN) {
        0 => String::new(),
        more => format!(" and {more} more"),
    };
    let (noun, verb) = if paths.len() == 1 {
        ("file", "is")
    } else {
        ("files", "are")
    };
    Error::project(format!(
        "{} {noun} {verb} no longer what the plan was made on: {}{more}",
        paths.len(),
        named.join(", ")
    ))
    .hint("run the command again: it plans on what is there now")
}
