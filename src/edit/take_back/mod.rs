//! Edits taken back by meaning: the import, the route, the entry goes, whatever stands around it by now.
//!
//! The reverse of [`super::edit`]. What a person changed since, or uses, stays. What is left is as sound as before:
//! an empty block gets its `pass`, an empty list stays a list, an import that the file still needs is kept.

mod code;
mod data;
mod spot;
#[cfg(test)]
mod tests;
mod words;

use super::file::File;
use super::judge::judge;
use super::text::{self, Splice, Text};
use super::verdict::Verdict;
use super::{Operation, Style, env_set, python_define, python_import};
use crate::error::Result;

/// What came of taking an edit back.
#[derive(Clone, Debug, PartialEq)]
pub enum Back {
    /// The text says nothing of the kind any more.
    Gone,
    /// It says so, and needs it itself.
    Used,
    /// The text without the edit.
    Changed {
        /// The whole new text.
        text: String,
        /// The line where it stood.
        line: usize,
    },
    /// Nothing was changed: a person decides.
    Manual {
        /// Where to look; 0 where there is no such place.
        line: usize,
        /// Why it was not done.
        why: String,
    },
}

/// What a search for the spot of an edit found.
enum Found {
    Nothing,
    Used,
    Splices(Vec<Splice>),
    /// At this offset, for this reason.
    Unclear(usize, String),
}

/// The operations that `operation` is made of, each of which can be needed by others: one name of an import each.
///
/// # Errors
/// A pattern error where an import is none.
pub fn singly(operation: Operation) -> Result<Vec<Operation>> {
    let Operation::PythonImport { line, within } = &operation else {
        return Ok(vec![operation]);
    };
    let lines = python_import::singly(line)?;
    Ok(lines
        .into_iter()
        .map(|line| Operation::PythonImport {
            line,
            within: within.clone(),
        })
        .collect())
}

/// `operation` with the value that `text` has for its key: to take back a key whose value nobody changed and nobody knows.
#[must_use]
pub fn with_value_of(operation: Operation, text: &str) -> Operation {
    let Operation::EnvSet { key, comment, .. } = operation else {
        return operation;
    };
    let text = Text::of(text);
    let found = env_set::found(text.plain(), &key);
    let value = found.map_or(String::new(), |found| found.value.to_owned());
    Operation::EnvSet {
        key,
        value,
        comment,
    }
}

/// Takes `operation` back in the text `before` of the file at `path`.
///
/// # Errors
/// As [`super::edit`].
pub fn take_back(operation: &Operation, path: &str, before: &str, style: &Style) -> Result<Back> {
    match operation {
        Operation::PythonExport { module, name } => {
            let line = format!("from {module} import {name}");
            let import = Operation::PythonImport { line, within: None };
            each(&[operation.clone(), import], path, before, style)
        }
        Operation::PythonDefine { source } => {
            let source = python_define::beside(source, path, before).into_owned();
            let mut all = code::exports(&source)?;
            all.extend(code::imports(&source, path)?);
            all.insert(0, Operation::PythonDefine { source });
            each(&all, path, before, style)
        }
        _ => one(operation, path, before, style),
    }
}

/// Takes back one after the other; the first says what came of it.
fn each(operations: &[Operation], path: &str, before: &str, style: &Style) -> Result<Back> {
    let mut all: Option<Back> = None;
    let mut text = before.to_owned();
    for operation in operations {
        let back = one(operation, path, &text, style)?;
        let is_first = all.is_none();
        match (&back, is_first) {
            (Back::Manual { .. }, true) => return Ok(back),
            (Back::Changed { text: after, line }, first) => {
                text.clone_from(after);
                let line = match &all {
                    Some(Back::Changed { line, .. }) if !first => *line,
                    _ => *line,
                };
                all = Some(Back::Changed {
                    text: text.clone(),
                    line,
                });
            }
            (_, true) => all = Some(back),
            (_, false) => {}
        }
    }
    Ok(all.unwrap_or(Back::Gone))
}

fn one(operation: &Operation, path: &str, before: &str, style: &Style) -> Result<Back> {
    let text = Text::of(before);
    let file = File::read(operation, path, text.plain());
    Ok(match find(operation, &file, style)? {
        Found::Nothing => Back::Gone,
        Found::Used => Back::Used,
        Found::Unclear(at, why) => manual(&file, at, why),
        Found::Splices(splices) => proven(operation, (&file, &text), &splices, style)?,
    })
}

fn find(operation: &Operation, file: &File<'_>, style: &Style) -> Result<Found> {
    match file.module().filter(|_| operation.is_python()) {
        Some(module) => code::find(operation, module, style),
        None => data::find(operation, file),
    }
}

/// The text without the spot, if the file is as sound as before and says nothing of the kind any more.
fn proven(
    operation: &Operation,
    (file, original): (&File<'_>, &Text<'_>),
    splices: &[Splice],
    style: &Style,
) -> Result<Back> {
    let at = splices
        .iter()
        .map(|splice| splice.range.start)
        .min()
        .unwrap_or(0);
    if let Some(at) = words::of_a_person(operation, file, splices) {
        let why = "a comment that patgen did not write stands in it".to_owned();
        return Ok(manual(file, at, why));
    }
    let text = text::splice(file.text, splices);
    let after = File::read(operation, file.path, &text);
    if after.errors() > file.errors() {
        let why = "without it the file would have a syntax error".to_owned();
        return Ok(manual(file, at, why));
    }
    let is_export = matches!(operation, Operation::PythonExport { .. });
    if !is_export && let (_, Verdict::Present(again)) = judge(operation, &after, style)? {
        return Ok(manual(
            &after,
            again,
            "it stands here more than once".to_owned(),
        ));
    }
    Ok(Back::Changed {
        text: original.spliced(splices),
        line: text::line_number(file.text, at),
    })
}

fn manual(file: &File<'_>, at: usize, why: String) -> Back {
    Back::Manual {
        line: text::line_number(file.text, at),
        why,
    }
}
