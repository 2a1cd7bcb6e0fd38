//! What a transaction is about to do, written down before it does it, so that it can be taken back after a crash.
//!
//! Paths and digests only, no contents. It keeps promise 2: by it the next run tells from the tree alone what was done.

mod form;
#[cfg(test)]
mod tests;

#[cfg(any(test, fuzzing))]
pub use form::of_any_bytes;

use super::survey::{Deed, Step};
use crate::change::{Content, Sha};

/// What tells a file as written from one that was edited.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Print {
    sha: Sha,
    executable: bool,
}

impl Print {
    pub(crate) fn is_executable(self) -> bool {
        self.executable
    }

    pub(crate) fn of(content: &Content) -> Self {
        Self {
            sha: content.sha256(),
            executable: content.executable,
        }
    }
}

/// One step, as it can be told again from the tree.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Entry {
    /// Where.
    pub(crate) path: String,
    /// What.
    pub(crate) deed: Noted,
}

/// A [`Deed`] with prints in place of contents.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Noted {
    /// A new file.
    Create(Print),
    /// A new directory with these files, paths from the root.
    Grow(Vec<(String, Print)>),
    /// A file in place of another: before, after.
    Replace(Print, Print),
    /// A file taken away.
    Remove(Print),
}

/// All steps. A step's number is the name of its slot in the transaction's directory.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Journal {
    pub(crate) entries: Vec<Entry>,
}

impl Journal {
    pub(crate) fn of(steps: &[Step<'_>]) -> Self {
        let entries = steps.iter().map(|step| Entry {
            path: step.path.to_owned(),
            deed: noted(&step.deed),
        });
        Self {
            entries: entries.collect(),
        }
    }
}

fn noted(deed: &Deed<'_>) -> Noted {
    match deed {
        Deed::Create(after) => Noted::Create(Print::of(after)),
        Deed::Grow(files) => Noted::Grow(
            files
                .iter()
                .map(|(path, content)| ((*path).to_owned(), Print::of(content)))
                .collect(),
        ),
        Deed::Replace(before, after, _) => Noted::Replace(Print::of(before), Print::of(after)),
        Deed::Remove(before) => Noted::Remove(Print::of(before)),
    }
}
