//! Changes to existing files by meaning: functions from text to text.
//!
//! One file for each operation. An operation finds its spot and gives splices; this module carries them
//! to the original bytes, and refuses what would break the file. Nothing here touches the disk, the
//! environment, the clock or the terminal.
//!
//! The laws: an edit made twice is the edit made once, which is checked each time; every byte outside the
//! splices stays; a form that is not plain becomes a manual step, never a guess.

use crate::error::Result;

mod anchor;
mod compound;
pub mod declared;
mod entries;
mod env_set;
mod file;
mod imports;
mod judge;
mod line;
mod operation;
mod python;
mod python_define;
mod python_export;
mod python_import;
mod python_include_router;
mod python_list_item;
mod python_member;
mod python_statement;
mod requirement;
pub mod requirements;
pub mod restand;
mod sequence;
mod snippet;
mod take_back;
mod text;
mod toml;
mod toml_dependency;
mod toml_set;
mod verdict;

#[cfg(test)]
mod bugs;
#[cfg(test)]
mod check;
#[cfg(test)]
mod laws;

pub use imports::rules::ImportRules;
pub use imports::sort::sort_imports;
pub use operation::Operation;
pub use python_define::{Redefined, names as defined, redefine};
pub use python_include_router::{is_of_place, root_of};
pub use take_back::{Back, singly, take_back, with_value_of};

use file::File;
use judge::judge;
use text::{Splice, Text};
use verdict::Verdict;

/// Which rung of the ladder an edit stands on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rung {
    /// Structured data or plain lines.
    Data,
    /// The syntax tree.
    Syntax,
    /// An anchor comment.
    Anchor,
    /// Left to a person.
    Manual,
}

impl Rung {
    /// The name used in JSON and messages.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Data => "data",
            Self::Syntax => "syntax",
            Self::Anchor => "anchor",
            Self::Manual => "manual",
        }
    }
}

/// What came of an edit. Lines count from 1, in the text that the outcome leaves.
#[derive(Clone, Debug, PartialEq)]
pub enum Outcome {
    /// The text with the edit made.
    Changed {
        /// The whole new text.
        text: String,
        /// The first line that is new.
        line: usize,
    },
    /// The text already says so.
    Present {
        /// Where it says so.
        line: usize,
    },
    /// Nothing was changed: the form is not plain, a person decides.
    Manual {
        /// Where to look; 0 where there is no such place.
        line: usize,
        /// Why it was not done.
        why: String,
        /// The lines to put in.
        snippet: String,
    },
}

/// What edits have to know about the project's style.
#[derive(Clone, Debug, PartialEq)]
pub struct Style {
    /// The top-level packages of the project, its tests among them.
    pub first_party: Vec<String>,
    /// The width of a line.
    pub line_length: usize,
    /// The quote of new strings, where the file itself does not show one.
    pub quote: char,
    /// How blocks of imports are written.
    pub imports: ImportRules,
}

impl Default for Style {
    /// No package of its own, 88 characters, double quotes.
    fn default() -> Self {
        Self {
            first_party: Vec::new(),
            line_length: 88,
            quote: '"',
            imports: ImportRules::default(),
        }
    }
}

/// Makes `operation` in the text `before` of the file at `path` (relative to the project's root).
///
/// # Errors
///
/// A pattern error where the operation itself is wrong (an import that is none), a project error where
/// structured data does not parse.
pub fn edit(
    operation: &Operation,
    path: &str,
    before: &str,
    style: &Style,
) -> Result<(Rung, Outcome)> {
    match compound::compound(operation, path, before, style)? {
        Some(settled) => Ok(settled),
        None => simple(operation, path, before, style),
    }
}

/// Makes an operation of one step.
fn simple(
    operation: &Operation,
    path: &str,
    before: &str,
    style: &Style,
) -> Result<(Rung, Outcome)> {
    let text = Text::of(before);
    let file = File::read(operation, path, text.plain());
    let (rung, verdict) = judge(operation, &file, style)?;
    let verdict = match verdict {
        Verdict::Edit(splices) => proven(operation, &file, splices, style)?,
        settled => settled,
    };
    Ok(verdict::settle(&text, rung, verdict))
}

/// The edit by `splices`, if the file is as sound with it as before and the edit is recognised in it.
fn proven(
    operation: &Operation,
    before: &File<'_>,
    splices: Vec<Splice>,
    style: &Style,
) -> Result<Verdict> {
    if let Some(line) = text::conflict(before.text) {
        let why = format!("line {line} is a conflict marker");
        return Ok(verdict::refused(before.text, &splices, &why));
    }
    let text = text::splice(before.text, &splices);
    let after = File::read(operation, before.path, &text);
    let errors = after.errors();
    if errors > 0 && errors > before.errors() {
        let why = "the edit would bring a syntax error into the file";
        return Ok(verdict::refused(before.text, &splices, why));
    }
    if let (_, Verdict::Present(_)) = judge(operation, &after, style)? {
        return Ok(Verdict::Edit(splices));
    }
    let why = "the edit would not be recognised afterwards";
    Ok(verdict::refused(before.text, &splices, why))
}
