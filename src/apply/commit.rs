//! Moves what is staged into place, one rename a step, and looks at what came out in exchange.
//!
//! Keeps promise 1, for a rename has no middle, and promise 4: what a person wrote in the last moment comes out, is found
//! to differ, and goes back.

use rustix::io::Errno;

use super::files::{Answer, At, Files};
use super::journal::{Entry, Noted};
use super::moves;
use super::refusal::{changed_since, not_whole};
use super::walk::Walk;
use super::work::{Reached, State, Work, reached, state};
use crate::disk::obstacle::cannot;
use crate::error::Result;
use crate::rel_path::split;

/// Does every step; stops at the first that fails.
///
/// # Errors
///
/// Also where a file is no longer what the plan was made on, in the very moment.
pub(crate) fn commit<F: Files>(work: &Work<'_, F>) -> Result<()> {
    carry_out(work, work.steps())
}

/// As [`commit`], leaving out what was done before a crash.
///
/// # Errors
///
/// Also where what is to be written did not reach the disk. Then nothing is done.
pub(crate) fn go_on<F: Files>(work: &Work<'_, F>) -> Result<()> {
    let mut walk = Walk::new(work.files, work.root);
    let mut undone = Vec::new();
    for (slot, entry) in work.steps() {
        let reached = reached(work, &mut walk, &slot, entry);
        match reached.map_err(|error| cannot("read", &entry.path, error))? {
            Reached::Done => {}
            Reached::Not => undone.push((slot, entry)),
            Reached::Lost => return Err(not_whole(&entry.path)),
        }
    }
    carry_out(work, undone)
}

fn carry_out<'e, F: Files>(
    work: &Work<'_, F>,
    steps: impl IntoIterator<Item = (String, &'e Entry)>,
) -> Result<()> {
    let mut walk = Walk::new(work.files, work.root);
    for (slot, entry) in steps {
        let (parent, name) = split(&entry.path);
        let dir = walk
            .to(parent)
            .map_err(|error| cannot("open", parent, error))?;
        step(work, At(work.slots, &slot), At(dir, name), entry)?;
    }
    Ok(())
}

fn step<F: Files>(
    work: &Work<'_, F>,
    slot: At<'_, F::Dir>,
    target: At<'_, F::Dir>,
    entry: &Entry,
) -> Result<()> {
    let files = work.files;
    let (moved, came_out) = match &entry.deed {
        Noted::Create(_) | Noted::Grow(_) => (moves::place(files, slot, target), None),
        Noted::Replace(before, _) => (
            moves::exchange(files, slot, target, work.durable),
            Some(before),
        ),
        Noted::Remove(before) => (moves::place(files, target, slot), Some(before)),
    };
    match moved {
        Err(Errno::EXIST | Errno::NOENT) => return Err(changed_since(&[&entry.path])),
        Err(error) => return Err(cannot("write", &entry.path, error)),
        Ok(()) => {}
    }
    let Some(before) = came_out else {
        return Ok(());
    };
    // Somebody may have written to it since the survey: then it is put back, with what they wrote.
    match state(files, slot).map_err(|error| cannot("read", &entry.path, error))? {
        State::Holds(print) if print == *before => Ok(()),
        _ => Err(changed_since(&[&entry.path])),
    }
}

/// Removes the directories that the plan emptied; says whether there were any. One that is not empty, or may not be
/// removed, stays.
pub(crate) fn prune<F: Files>(work: &Work<'_, F>) -> Answer<bool> {
    let mut walk = Walk::new(work.files, work.root);
    let removed = work
        .journal
        .entries
        .iter()
        .filter(|entry| matches!(entry.deed, Noted::Remove(_)));
    let mut dirs: Vec<&str> = removed.map(|entry| split(&entry.path).0).collect();
    dirs.dedup();
    let mut any = false;
    for dir in dirs {
        match remove_empty(work.files, &mut walk, dir, "") {
            Ok(removed) => any |= removed,
            Err(Errno::ACCESS | Errno::PERM) => {}
            Err(error) => return Err(error),
        }
    }
    Ok(any)
}

/// Removes `dir` and the directories above it, as long as they are empty, up to `top`, which stays. Says whether any was.
pub(crate) fn remove_empty<F: Files>(
    files: &F,
    walk: &mut Walk<'_, F>,
    mut dir: &str,
    top: &str,
) -> Answer<bool> {
    let mut any = false;
    while dir.len() > top.len() {
        let (parent, name) = split(dir);
        let above = walk.to(parent);
        match above.and_then(|above| files.remove_dir(At(above, name))) {
            Ok(()) => any = true,
            Err(Errno::NOENT) => {}
            Err(Errno::NOTEMPTY | Errno::EXIST | Errno::BUSY | Errno::NOTDIR | Errno::LOOP) => {
                break;
            }
            Err(error) => return Err(error),
        }
        dir = parent;
    }
    Ok(any)
}
