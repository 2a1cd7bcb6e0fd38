//! A journal and where it is carried out, and how far that got, told from the tree and the slots alone.
//!
//! Promise 2 rests on it: no memory of the interrupted run is needed.

use rustix::io::Errno;

use super::files::{Answer, At, Files, Meta, Seen};
use super::journal::{Entry, Journal, Noted, Print};
use super::moves;
use super::walk::Walk;
use crate::rel_path::split;

/// What is to be done, or taken back: the steps of a journal, between their slots and the root.
pub(crate) struct Work<'a, F: Files> {
    /// The calls to do it with.
    pub(crate) files: &'a F,
    /// Whether to wait for the disk.
    pub(crate) durable: bool,
    /// The root of the project.
    pub(crate) root: &'a F::Dir,
    /// The directory of the transaction.
    pub(crate) slots: &'a F::Dir,
    /// The steps.
    pub(crate) journal: &'a Journal,
}

impl<F: Files> Work<'_, F> {
    /// Every step with the name of its slot.
    pub(crate) fn steps(&self) -> impl DoubleEndedIterator<Item = (String, &Entry)> {
        let entries = self.journal.entries.iter().enumerate();
        entries.map(|(number, entry)| (number.to_string(), entry))
    }
}

/// What a name holds, as far as it matters to a transaction.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum State {
    /// Nothing.
    Absent,
    /// A file with this print.
    Holds(Print),
    /// Something that is not a file.
    Other,
}

/// What is found at a name.
struct Look {
    state: State,
    meta: Option<Meta>,
}

impl Look {
    const NOTHING: Self = Self {
        state: State::Absent,
        meta: None,
    };
}

/// What is at that name.
pub(crate) fn state<F: Files>(files: &F, at: At<'_, F::Dir>) -> Answer<State> {
    look(files, at).map(|found| found.state)
}

fn look<F: Files>(files: &F, at: At<'_, F::Dir>) -> Answer<Look> {
    Ok(match files.see(at)? {
        Seen::Nothing => Look::NOTHING,
        Seen::File(content, meta) => Look {
            state: State::Holds(Print::of(&content)),
            meta: Some(meta),
        },
        Seen::Else(_) => Look {
            state: State::Other,
            meta: None,
        },
    })
}

/// How far a step got.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Reached {
    /// What it brings is in its slot, whole; what it takes is not.
    Not,
    /// It was done.
    Done,
    /// What it brings is not in its slot as it was written, or not at all: a power cut came before the first step, or a
    /// person was quicker than patgen.
    Lost,
}

/// Whether every step was done, and what came out is what was expected.
pub(crate) fn is_all_done<F: Files>(work: &Work<'_, F>) -> Answer<bool> {
    let mut walk = Walk::new(work.files, work.root);
    for (slot, entry) in work.steps() {
        if reached(work, &mut walk, &slot, entry)? != Reached::Done {
            return Ok(false);
        }
    }
    Ok(true)
}

/// How far a step got, by what is in its slot and at its place.
pub(crate) fn reached<'a, F: Files>(
    work: &Work<'a, F>,
    walk: &mut Walk<'a, F>,
    slot: &str,
    entry: &Entry,
) -> Answer<Reached> {
    let (files, slot) = (work.files, At(work.slots, slot));
    if let Noted::Replace(..) = entry.deed {
        moves::mend(files, slot)?;
    }
    let held = look(files, slot)?;
    let place = look_at(files, walk, &entry.path)?;
    let is_done = match &entry.deed {
        Noted::Create(_) | Noted::Grow(_) => {
            held.state == State::Absent && place.state != State::Absent
        }
        Noted::Replace(before, _) => {
            held.state == State::Holds(*before) && place.state != State::Holds(*before)
        }
        Noted::Remove(before) => held.state == State::Holds(*before),
    };
    if is_done {
        return Ok(Reached::Done);
    }
    let is_ready = match &entry.deed {
        Noted::Create(after) => held.state == State::Holds(*after),
        Noted::Grow(below) => is_whole(files, slot, &entry.path, below)?,
        Noted::Replace(_, after) => {
            let mode = place
                .meta
                .map(|meta| meta.executable(after.is_executable()).mode);
            // Of a file that is no longer what the plan was made on, committing will tell.
            let same_mode = mode.is_none() || held.meta.map(|meta| meta.mode) == mode;
            held.state == State::Holds(*after) && same_mode
        }
        Noted::Remove(_) => held.state == State::Absent,
    };
    Ok(if is_ready {
        Reached::Not
    } else {
        Reached::Lost
    })
}

/// What is at `path`, to which `walk` goes.
fn look_at<F: Files>(files: &F, walk: &mut Walk<'_, F>, path: &str) -> Answer<Look> {
    let (parent, name) = split(path);
    match walk.to(parent) {
        Ok(dir) => look(files, At(dir, name)),
        Err(Errno::NOENT | Errno::NOTDIR | Errno::LOOP) => Ok(Look::NOTHING),
        Err(error) => Err(error),
    }
}

/// Whether the directory in the slot holds each file that it brings to `path`, as it was written.
fn is_whole<F: Files>(
    files: &F,
    slot: At<'_, F::Dir>,
    path: &str,
    below: &[(String, Print)],
) -> Answer<bool> {
    let dir = match files.open_dir(slot) {
        Err(Errno::NOENT | Errno::NOTDIR | Errno::LOOP) => return Ok(false),
        dir => dir?,
    };
    let mut walk = Walk::new(files, &dir);
    for (file, print) in below {
        let inner = file.get(path.len() + 1..).unwrap_or_default();
        if look_at(files, &mut walk, inner)?.state != State::Holds(*print) {
            return Ok(false);
        }
    }
    Ok(true)
}
