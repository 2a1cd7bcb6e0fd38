//! Takes back what a transaction did, as far as it got.
//!
//! Each step is told from the tree alone as done or not, so this serves after an error and after a crash, and can be
//! repeated. A file that is neither as before nor as written was edited since: it stays, and is named.
//!
//! Keeps promises 2 and 4: all of the plan goes, and nothing of a person.

use rustix::io::Errno;

use super::commit::remove_empty;
use super::files::{Answer, At, Files};
use super::journal::{Entry, Noted, Print};
use super::moves;
use super::walk::Walk;
use super::work::{State, Work, state};
use crate::disk::obstacle::cannot;
use crate::error::Result;
use crate::rel_path::split;

/// A file that was edited after patgen wrote it, and therefore stays as it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Edited {
    /// Where it is.
    pub(crate) path: String,
    /// The slot that holds what was there before.
    pub(crate) slot: Option<String>,
}

/// Takes back all steps, the last first.
pub(crate) fn roll_back<F: Files>(work: &Work<'_, F>) -> Result<Vec<Edited>> {
    let mut back = Back {
        files: work.files,
        durable: work.durable,
        walk: Walk::new(work.files, work.root),
        slots: work.slots,
        edited: Vec::new(),
    };
    for (slot, entry) in work.steps().rev() {
        back.step(&slot, entry)
            .map_err(|error| cannot("restore", &entry.path, error))?;
    }
    Ok(back.edited)
}

struct Back<'a, F: Files> {
    files: &'a F,
    durable: bool,
    walk: Walk<'a, F>,
    slots: &'a F::Dir,
    edited: Vec<Edited>,
}

impl<F: Files> Back<'_, F> {
    fn step(&mut self, slot: &str, entry: &Entry) -> Answer<()> {
        match &entry.deed {
            Noted::Create(after) => self.take_out_created(&entry.path, slot, *after),
            Noted::Grow(below) => self.take_out_all(&entry.path, slot, below),
            Noted::Replace(before, after) => self.put_back(&entry.path, slot, [*before, *after]),
            Noted::Remove(_) => self.put_back_removed(&entry.path, slot),
        }
    }

    /// Takes out a file that was created, unless it never left its slot.
    fn take_out_created(&mut self, path: &str, slot: &str, written: Print) -> Answer<()> {
        if self.files.kind(At(self.slots, slot))?.is_some() {
            return Ok(());
        }
        self.take_out(path, &format!("{slot}.out"), written)
    }

    /// Moves a file into `slot`, which is for that alone, if it is still as it was written.
    fn take_out(&mut self, path: &str, slot: &str, written: Print) -> Answer<()> {
        let (parent, name) = split(path);
        let slot = At(self.slots, slot);
        let dir = match self.walk.to(parent) {
            // Its directory is gone, or is something else now: so is the file.
            Err(Errno::NOENT | Errno::NOTDIR | Errno::LOOP) => return Ok(()),
            dir => dir?,
        };
        let target = At(dir, name);
        if state(self.files, slot)? == State::Absent {
            match state(self.files, target)? {
                State::Absent => return Ok(()),
                State::Holds(print) if print == written => moves::place(self.files, target, slot)?,
                _ => {
                    self.leave(path, None);
                    return Ok(());
                }
            }
        }
        if state(self.files, slot)? == State::Holds(written) {
            return Ok(());
        }
        // Written to between the look and the move: back with it.
        moves::place(self.files, slot, target)?;
        self.leave(path, None);
        Ok(())
    }

    /// Removes the files of a directory that was put in place, and then what is empty of it.
    fn take_out_all(&mut self, path: &str, slot: &str, below: &[(String, Print)]) -> Answer<()> {
        if self.files.kind(At(self.slots, slot))?.is_some() {
            return Ok(());
        }
        for (number, (file, written)) in below.iter().enumerate().rev() {
            let spare = format!("{slot}.{number}");
            self.take_out(file, &spare, *written)?;
        }
        for (file, _) in below.iter().rev() {
            remove_empty(self.files, &mut self.walk, split(file).0, split(path).0)?;
        }
        Ok(())
    }

    /// Exchanges a file that was replaced with what was there before.
    fn put_back(&mut self, path: &str, slot: &str, prints: [Print; 2]) -> Answer<()> {
        let [before, written] = prints;
        let from = At(self.slots, slot);
        moves::mend(self.files, from)?;
        let held = state(self.files, from)?;
        // Not done: what was to be written is still in its slot.
        if [State::Absent, State::Holds(written)].contains(&held) {
            return Ok(());
        }
        let (parent, name) = split(path);
        let moved = self.walk.make(parent).and_then(|dir| {
            let target = At(dir, name);
            match state(self.files, target)? {
                State::Absent if held == State::Holds(before) => {
                    moves::place(self.files, from, target)
                }
                State::Holds(print) if print == written => {
                    moves::exchange(self.files, from, target, self.durable)
                }
                // Not done, and what was to be written did not reach the disk.
                State::Holds(print) if print == before => Ok(()),
                _ => Err(Errno::EXIST),
            }
        });
        self.or_leave(moved, path, slot)
    }

    /// Moves a file that was removed back to its place.
    fn put_back_removed(&mut self, path: &str, slot: &str) -> Answer<()> {
        let from = At(self.slots, slot);
        if self.files.kind(from)?.is_none() {
            return Ok(());
        }
        let (parent, name) = split(path);
        let moved = self
            .walk
            .make(parent)
            .and_then(|dir| moves::place(self.files, from, At(dir, name)));
        self.or_leave(moved, path, slot)
    }

    /// Where something else has the place now, that stays, and what was there before is kept.
    fn or_leave(&mut self, moved: Answer<()>, path: &str, slot: &str) -> Answer<()> {
        match moved {
            Err(Errno::EXIST | Errno::NOTDIR | Errno::LOOP) => {
                self.leave(path, Some(slot));
                Ok(())
            }
            moved => moved,
        }
    }

    fn leave(&mut self, path: &str, slot: Option<&str>) {
        self.edited.push(Edited {
            path: path.to_owned(),
            slot: slot.map(str::to_owned),
        });
    }
}
