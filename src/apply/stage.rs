//! Writes every new content beside its place, where nobody looks for it. A full disk is met here.
//!
//! Keeps promise 5, for the tree is as it was when that happens, and what promise 8 asks of modes.

use rustix::io::Errno;

use super::files::{Answer, At, Files, Planted};
use super::survey::{Deed, Step};
use super::walk::Walk;
use crate::change::Content;
use crate::disk::obstacle::cannot;
use crate::error::Result;

/// Fills the slot of each step that brings something.
pub(crate) fn stage<F: Files>(files: &F, slots: &F::Dir, steps: &[Step<'_>]) -> Result<()> {
    for (number, step) in steps.iter().enumerate() {
        let slot = number.to_string();
        let at = At(slots, slot.as_str());
        let written = match &step.deed {
            Deed::Remove(_) => Ok(()),
            Deed::Create(after) => create(files, at, after),
            Deed::Replace(_, after, meta) => files.create(at, 0o600).and_then(|file| {
                files.write(&file, &after.bytes)?;
                files.liken(&file, &meta.executable(after.executable))
            }),
            Deed::Grow(below) => {
                grow(files, at, step.path, below)?;
                Ok(())
            }
        };
        written.map_err(|error| cannot("write", step.path, error))?;
    }
    Ok(())
}

/// Makes the directory `at`, which will be the one at `path`, with the files `below` it.
fn grow<F: Files>(
    files: &F,
    at: At<'_, F::Dir>,
    path: &str,
    below: &[(&str, &Content)],
) -> Result<()> {
    let made = files.make_dir(at).and_then(|()| files.open_dir(at));
    let dir = made.map_err(|error| cannot("make the directory", path, error))?;
    let inner: Vec<Planted> = below
        .iter()
        .map(|(file, content)| (&file[path.len() + 1..], *content))
        .collect();
    files
        .plant(&dir, &inner)
        .map_err(|(inner, error)| cannot("write", &format!("{path}/{inner}"), error))
}

/// Creates files, in the order of their paths, in a directory that is new.
pub(crate) fn plant<'p, F: Files>(
    files: &F,
    dir: &F::Dir,
    below: &[Planted<'p>],
) -> Result<(), (&'p str, Errno)> {
    let mut walk = Walk::new(files, dir);
    for &(path, content) in below {
        let (parent, name) = crate::rel_path::split(path);
        walk.make(parent)
            .and_then(|dir| create(files, At(dir, name), content))
            .map_err(|error| (path, error))?;
    }
    Ok(())
}

/// From this many files on, a second thread is worth its start.
const MANY: usize = 48;

/// As [`plant`], by two threads: first all directories, then the files of each half.
pub(crate) fn plant_by_two<'p, F: Files<Dir: Sync> + Sync>(
    files: &F,
    dir: &F::Dir,
    below: &[Planted<'p>],
) -> Result<(), (&'p str, Errno)> {
    if below.len() < MANY {
        return plant(files, dir, below);
    }
    let mut walk = Walk::new(files, dir);
    for &(path, _) in below {
        walk.make(crate::rel_path::split(path).0)
            .map_err(|error| (path, error))?;
    }
    let (first, second) = below.split_at(below.len() / 2);
    std::thread::scope(|scope| {
        let second = scope.spawn(|| plant(files, dir, second));
        let first = plant(files, dir, first);
        let second = second.join().unwrap_or(Err(("", Errno::IO)));
        first.and(second)
    })
}

fn create<F: Files>(files: &F, at: At<'_, F::Dir>, content: &Content) -> Answer<()> {
    let mode = match (content.private, content.executable) {
        (false, false) => 0o644,
        (false, true) => 0o755,
        (true, false) => 0o600,
        (true, true) => 0o700,
    };
    let file = files.create(at, mode)?;
    files.write(&file, &content.bytes)
}
