//! A journal and where it is carried out, and how far that got, told from the tree and the slots alone.

use super::files::{Answer, At, Files, Seen};
use super::journal::{Entry, Journal, Noted, Print};
use super::moves;

/// What is to be done, or taken back: the steps of a journal, between their slots and the root.
pub(crate) struct Work<'a, F: Files> {
    /// The calls to do it with.
    pub(crate) files: &'a F,
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

/// What is at that name.
pub(crate) fn state<F: Files>(files: &F, at: At<'_, F::Dir>) -> Answer<State> {
    Ok(match files.see(at)? {
        Seen::Nothing => State::Absent,
        Seen::File(content, _) => State::Holds(Print::of(&content)),
        Seen::Else(_) => State::Other,
    })
}

/// Whether every step was done, and what came out is what was expected.
pub(crate) fn is_all_done<F: Files>(work: &Work<'_, F>) -> Answer<bool> {
    for (slot, entry) in work.steps() {
        if !is_done(work.files, At(work.slots, &slot), entry)? {
            return Ok(false);
        }
    }
    Ok(true)
}

/// Whether a step was done, by what is in its slot: what it brings has left, what it takes has come.
pub(crate) fn is_done<F: Files>(files: &F, slot: At<'_, F::Dir>, entry: &Entry) -> Answer<bool> {
    match &entry.deed {
        Noted::Create(_) | Noted::Grow(_) => Ok(files.kind(slot)?.is_none()),
        Noted::Replace(before, _) => {
            moves::mend(files, slot)?;
            Ok(state(files, slot)? == State::Holds(*before))
        }
        Noted::Remove(before) => Ok(state(files, slot)? == State::Holds(*before)),
    }
}
