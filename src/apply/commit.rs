//! Moves what is staged into place, one rename a step, and looks at what came out in exchange.

use rustix::io::Errno;

use super::files::{Answer, At, Files};
use super::journal::{Entry, Noted};
use super::moves;
use super::refusal::changed_since;
use super::walk::Walk;
use super::work::{State, Work, is_done, state};
use crate::disk::obstacle::cannot;
use crate::error::Result;
use crate::rel_path::split;

/// Does every step; stops at the first that fails.
///
/// # Errors
///
/// Also where a file is no longer what the plan was made on, in the very moment.
pub(crate) fn commit<F: Files>(work: &Work<'_, F>) -> Result<()> {
    carry_out(work, |_, _| Ok(false))
}

/// As [`commit`], leaving out what was done before a crash.
pub(crate) fn go_on<F: Files>(work: &Work<'_, F>) -> Result<()> {
    carry_out(work, |slot, entry| is_done(work.files, slot, entry))
}

fn carry_out<F: Files>(
    work: &Work<'_, F>,
    is_done: impl Fn(At<'_, F::Dir>, &Entry) -> Answer<bool>,
) -> Result<()> {
    let mut walk = Walk::new(work.files, work.root);
    for (slot, entry) in work.steps() {
        let slot = At(work.slots, slot.as_str());
        if is_done(slot, entry).map_err(|error| cannot("read", &entry.path, error))? {
            continue;
        }
        let (parent, name) = split(&entry.path);
        let dir = walk
            .to(parent)
            .map_err(|error| cannot("open", parent, error))?;
        step(work.files, slot, At(dir, name), entry)?;
    }
    Ok(())
}

fn step<F: Files>(
    files: &F,
    slot: At<'_, F::Dir>,
    target: At<'_, F::Dir>,
    entry: &Entry,
) -> Result<()> {
    let (moved, came_out) = match &entry.deed {
        Noted::Create(_) | Noted::Grow(_) => (moves::place(files, slot, target), None),
        Noted::Replace(before, _) => (moves::exchange(files, slot, target), Some(before)),
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

/// Removes the directories that the plan emptied. One that is not empty, or may not be removed, stays.
pub(crate) fn prune<F: Files>(work: &Work<'_, F>) -> Answer<()> {
    let mut walk = Walk::new(work.files, work.root);
    let removed = work
        .journal
        .entries
        .iter()
        .filter(|entry| matches!(entry.deed, Noted::Remove(_)));
    let mut dirs: Vec<&str> = removed.map(|entry| split(&entry.path).0).collect();
    dirs.dedup();
    dirs.into_iter()
        .try_for_each(|dir| remove_empty(work.files, &mut walk, dir, ""))
}

/// Removes `dir` and the directories above it, as long as they are empty, up to `top`, which stays.
pub(crate) fn remove_empty<F: Files>(
    files: &F,
    walk: &mut Walk<'_, F>,
    mut dir: &str,
    top: &str,
) -> Answer<()> {
    while dir.len() > top.len() {
        let (parent, name) = split(dir);
        let above = walk.to(parent);
        match above.and_then(|above| files.remove_dir(At(above, name))) {
            Ok(()) | Err(Errno::NOENT) => dir = parent,
            Err(Errno::IO | Errno::NOSPC) => return Err(Errno::IO),
            Err(_) => break,
        }
    }
    Ok(())
}
