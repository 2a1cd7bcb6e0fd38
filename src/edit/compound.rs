//! Edits of several steps: each is made on what the one before left, and all are left to a person where one is.

use super::operation::Operation;
use super::python::Module;
use super::python_define::{self, Source};
use super::text::{self, Text};
use super::verdict::{self, Verdict};
use super::{Outcome, Rung, Style, edit, python_export, python_import, simple};
use crate::error::Result;

/// What came of `operation`, if it is made of several steps.
pub(super) fn compound(
    operation: &Operation,
    path: &str,
    before: &str,
    style: &Style,
) -> Result<Option<(Rung, Outcome)>> {
    match operation {
        Operation::PythonImport { line } if line.contains(',') => {
            let lines = python_import::singly(line)?;
            if lines.len() > 1 {
                return import_each(&lines, path, before, style).map(Some);
            }
            Ok(None)
        }
        Operation::PythonDefine { source } => {
            define(operation, source, path, (before, style)).map(Some)
        }
        _ => Ok(None),
    }
}

/// Makes one import after the other.
fn import_each(
    lines: &[String],
    path: &str,
    before: &str,
    style: &Style,
) -> Result<(Rung, Outcome)> {
    let mut all = (Rung::Syntax, Outcome::Present { line: 0 });
    let mut text = before.to_owned();
    for line in lines {
        let line = line.clone();
        let (rung, outcome) = edit(&Operation::PythonImport { line }, path, &text, style)?;
        match (&outcome, &all.1) {
            (Outcome::Manual { .. }, _) => return Ok((rung, outcome)),
            (Outcome::Changed { text: after, .. }, _) => text.clone_from(after),
            (Outcome::Present { .. }, Outcome::Changed { .. }) => continue,
            (Outcome::Present { .. }, _) => {}
        }
        all = (rung, outcome);
    }
    Ok(all)
}

/// The definitions, then their imports, then their names in `__all__`.
fn define(
    operation: &Operation,
    source: &str,
    path: &str,
    (before, style): (&str, &Style),
) -> Result<(Rung, Outcome)> {
    let (rung, outcome) = simple(operation, path, before, style)?;
    let Outcome::Changed { text: mut now, .. } = outcome else {
        return Ok((rung, outcome));
    };
    let wanted = Module::parse("", source);
    let wanted = Source::read(&wanted)?;
    if Text::of(before).plain().trim().is_empty() {
        return Ok((rung, Outcome::Changed { text: now, line: 1 }));
    }
    for line in wanted.import_lines(path) {
        let import = Operation::PythonImport { line };
        match edit(&import, path, &now, style)?.1 {
            Outcome::Changed { text, .. } => now = text,
            Outcome::Present { .. } => {}
            Outcome::Manual { line, why, .. } => return Ok(manual(line, why, source)),
        }
    }
    for name in wanted.public() {
        match export(name, path, &now, style) {
            Outcome::Changed { text, .. } => now = text,
            Outcome::Present { .. } => {}
            Outcome::Manual { line, why, .. } => return Ok(manual(line, why, source)),
        }
    }
    let line = line_of(&wanted, path, &now);
    Ok((rung, Outcome::Changed { text: now, line }))
}

/// `name` in the `__all__` of the file, if there is one.
fn export(name: &str, path: &str, now: &str, style: &Style) -> Outcome {
    let text = Text::of(now);
    let module = Module::parse(path, text.plain());
    let verdict = python_export::list(name, &module, style);
    verdict::settle(&text, Rung::Syntax, verdict).1
}

/// The line where the definitions stand in the text `now`.
fn line_of(wanted: &Source<'_, '_>, path: &str, now: &str) -> usize {
    let text = Text::of(now);
    let module = Module::parse(path, text.plain());
    match python_define::verdict(wanted, &module) {
        Verdict::Present(at) => text::line_number(text.plain(), at),
        _ => 1,
    }
}

fn manual(line: usize, why: String, source: &str) -> (Rung, Outcome) {
    let snippet = source.trim_end().to_owned();
    (Rung::Manual, Outcome::Manual { line, why, snippet })
}
