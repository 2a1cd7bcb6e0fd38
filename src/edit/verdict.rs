//! What an operation answers, and how the answer becomes an outcome.

use super::text::{self, Splice, Text};
use super::{Outcome, Rung};

/// The answer of an operation on the plain text.
#[derive(Debug)]
pub(super) enum Verdict {
    /// These splices make the edit.
    Edit(Vec<Splice>),
    /// The text says so already, at this offset.
    Present(usize),
    /// A person decides.
    Manual(Manual),
    /// The place is not plain: an anchor comment may show it, else a person decides.
    Nowhere(Manual),
}

/// A step for a person.
#[derive(Debug)]
pub(super) struct Manual {
    /// The line to look at; 0 where there is none.
    pub(super) line: usize,
    pub(super) why: String,
    pub(super) snippet: String,
}

impl Verdict {
    /// One splice that inserts `with` at `at`.
    pub(super) fn insert(at: usize, with: impl Into<String>) -> Self {
        Self::Edit(vec![Splice::insert(at, with)])
    }

    /// A manual step that an anchor comment can save.
    pub(super) fn nowhere(line: usize, why: impl Into<String>, snippet: impl Into<String>) -> Self {
        Self::Nowhere(Manual {
            line,
            why: why.into(),
            snippet: snippet.into(),
        })
    }

    /// A manual step.
    pub(super) fn manual(line: usize, why: impl Into<String>, snippet: impl Into<String>) -> Self {
        Self::Manual(Manual {
            line,
            why: why.into(),
            snippet: snippet.into(),
        })
    }
}

/// The manual step in the place of `splices`.
pub(super) fn refused(plain: &str, splices: &[Splice], why: &str) -> Verdict {
    let added: Vec<&str> = splices.iter().map(|splice| splice.with.trim()).collect();
    let line = text::line_number(plain, splices.first().map_or(0, |first| first.range.start));
    Verdict::manual(line, why, added.join("\n"))
}

/// The outcome of `verdict` on the original text.
pub(super) fn settle(text: &Text<'_>, rung: Rung, verdict: Verdict) -> (Rung, Outcome) {
    match verdict {
        Verdict::Edit(splices) => {
            let outcome = Outcome::Changed {
                text: text.spliced(&splices),
                line: first_line(text.plain(), &splices),
            };
            (rung, outcome)
        }
        Verdict::Present(at) => {
            let line = text::line_number(text.plain(), at);
            (rung, Outcome::Present { line })
        }
        Verdict::Manual(Manual { line, why, snippet })
        | Verdict::Nowhere(Manual { line, why, snippet }) => {
            (Rung::Manual, Outcome::Manual { line, why, snippet })
        }
    }
}

/// The first line that is new once `splices` are made.
fn first_line(plain: &str, splices: &[Splice]) -> usize {
    let first = splices.iter().min_by_key(|splice| splice.range.start);
    first.map_or(0, |splice| {
        let feeds = splice.with.len() - splice.with.trim_start_matches('\n').len();
        text::line_number(plain, splice.range.start) + feeds
    })
}
