//! Moves what is staged into place, one rename a step, and looks at what came out in exchange.

use rustix::io::Errno;

use super::files::{Answer, At, Files, Seen};
use super::journal::{Entry, Journal, Noted, Print};
use super::moves;
use super::survey::changed_since;
use super::walk::Walk;
use crate::disk::obstacle::cannot;
use crate::error::Result;
use crate::rel_path::split;

/// Does every step; stops at the first that fails.
///
/// # Errors
///
/// Also where a file is no longer what the plan was made on, in the very moment.
pub(crate) fn commit<F: Files>(
    files: &F,
    root: &F::Dir,
    slots: &F::Dir,
    journal: &Journal,
) -> Result<()> {
    let mut walk = Walk::new(files, root);
    for (number, entry) in journal.entries.iter().enumerate() {
        let (parent, name) = split(&entry.path);
        let dir = walk
            .to(parent)
            .map_err(|error| cannot("open", parent, error))?;
        step(files, At(slots, &number.to_string()), At(dir, name), entry)?;
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
    // Somebody may have written to it since the survey: then it is put back, with what they wrote.
    match came_out {
        Some(before) if !holds(files, slot, *before)? => Err(changed_since(&[&entry.path])),
        _ => Ok(()),
    }
}

fn holds<F: Files>(files: &F, at: At<'_, F::Dir>, print: Print) -> Result<bool> {
    match files.see(at) {
        Ok(Seen::File(content, _)) => Ok(Print::of(&content) == print),
        Ok(_) => Ok(false),
        Err(error) => Err(cannot("read", at.1, error)),
    }
}

/// Removes the directories that the plan emptied. One that is not empty, or may not be removed, stays.
pub(crate) fn prune<F: Files>(files: &F, root: &F::Dir, journal: &Journal) -> Answer<()> {
    let mut walk = Walk::new(files, root);
    let removed = journal
        .entries
        .iter()
        .filter(|entry| matches!(entry.deed, Noted::Remove(_)));
    for entry in removed {
        remove_empty(files, &mut walk, split(&entry.path).0, "")?;
    }
    Ok(())
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
