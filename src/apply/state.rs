//! How far a transaction got, told from the tree and its slots alone.

use super::files::{Answer, At, Files, Seen};
use super::journal::{Entry, Journal, Noted, Print};
use super::moves;

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
pub(crate) fn is_all_done<F: Files>(files: &F, slots: &F::Dir, journal: &Journal) -> Answer<bool> {
    for (number, entry) in journal.entries.iter().enumerate() {
        if !is_done(files, At(slots, &number.to_string()), entry)? {
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
