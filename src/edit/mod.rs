//! Changes to existing files by meaning: functions from text to text.
//!
//! One file for each operation. An operation finds its spot and gives splices; this module carries them
//! to the original bytes, and refuses what would break the file. Nothing here touches the disk, the
//! environment, the clock or the terminal.
//!
//! The laws that the tests check: an edit made twice is the edit made once; every byte outside the
//! splices stays; a form that is not plain becomes a manual step, never a guess.

use crate::error::Result;

mod anchor;
mod env_set;
mod imports;
mod line;
mod operation;
mod python;
mod python_export;
mod python_import;
mod python_include_router;
mod python_list_item;
mod python_member;
mod python_statement;
mod requirement;
mod requirements;
mod sequence;
mod snippet;
mod text;
mod toml;
mod toml_dependency;
mod toml_set;
mod verdict;

#[cfg(test)]
mod check;
#[cfg(test)]
mod laws;

pub use imports::sort::sort_imports;
pub use operation::Operation;

use python::Module;
use text::Text;
use verdict::{Manual, Verdict};

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
}

impl Default for Style {
    /// No package of its own, 88 characters, double quotes.
    fn default() -> Self {
        Self {
            first_party: Vec::new(),
            line_length: 88,
            quote: '"',
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
    let text = Text::of(before);
    let (rung, verdict) = judge(operation, path, text.plain(), style)?;
    Ok(verdict::settle(&text, rung, verdict))
}

/// The rung of `operation` and its verdict on the plain text.
fn judge(operation: &Operation, path: &str, plain: &str, style: &Style) -> Result<(Rung, Verdict)> {
    match operation {
        Operation::TomlDependency {
            requirement,
            group,
            extra,
        } => {
            let place = toml_dependency::place(group.as_deref(), extra.as_deref());
            toml_dependency::edit(requirement, &place, (path, plain), style)
                .map(|verdict| (Rung::Data, verdict))
        }
        Operation::TomlSet { key, value } => {
            toml_set::edit(key, value, (path, plain)).map(|verdict| (Rung::Data, verdict))
        }
        Operation::EnvSet {
            key,
            value,
            comment,
        } => Ok((
            Rung::Data,
            env_set::edit(key, value, comment.as_deref(), plain),
        )),
        Operation::Line { line } => Ok((Rung::Data, line::edit(line, plain))),
        Operation::Anchor { name, source } => {
            let verdict = anchor::edit(name, source, plain);
            Ok((Rung::Anchor, anchor::sound(verdict, path, plain)))
        }
        _ => judge_python(operation, &Module::parse(path, plain), style),
    }
}

/// The verdict of an operation on Python; where the place is not plain, an anchor comment may show it.
fn judge_python(
    operation: &Operation,
    module: &Module<'_>,
    style: &Style,
) -> Result<(Rung, Verdict)> {
    let verdict = match operation {
        Operation::PythonImport { line } => python_import::edit(line, module, style)?,
        Operation::PythonIncludeRouter {
            receiver,
            router,
            args,
        } => python_include_router::edit(receiver, router, args.as_deref(), module, style)?,
        Operation::PythonExport { module: from, name } => {
            python_export::edit(from, name, module, style)?
        }
        Operation::PythonListItem { target, item } => {
            python_list_item::edit(target, item, module, style)?
        }
        Operation::PythonMember { class, source } => python_member::edit(class, source, module)?,
        Operation::PythonStatement {
            function,
            source,
            before,
        } => python_statement::edit(function, source, before.as_deref(), module)?,
        _ => unreachable!("the other operations are settled before"),
    };
    if let Verdict::Nowhere(manual) = verdict {
        return Ok(by_anchor(operation, manual, module));
    }
    Ok((Rung::Syntax, verdict::sound(verdict, module.text)))
}

/// The verdict where only an anchor comment can tell the place.
fn by_anchor(operation: &Operation, manual: Manual, module: &Module<'_>) -> (Rung, Verdict) {
    let name = operation.anchor().unwrap_or_default();
    match anchor::edit(name, &manual.snippet, module.text) {
        Verdict::Nowhere(_) => (Rung::Manual, Verdict::Manual(manual)),
        verdict => (Rung::Anchor, verdict::sound(verdict, module.text)),
    }
}
