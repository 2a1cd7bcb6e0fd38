//! Edits of several steps: each is made on what the one before left, and all are left to a person where one is.

use super::operation::Operation;
use super::python::Module;
use super::python_define::{self, Source};
use super::text::{self, Text};
use super::verdict::{self, Verdict};
use super::{
    Outcome, Rung, Style, edit, python_export, python_import, python_include_router, simple,
};
use crate::error::Result;

/// What came of `operation`, if it is made of several steps.
pub(super) fn compound(
    operation: &Operation,
    path: &str,
    before: &str,
    style: &Style,
) -> Result<Option<(Rung, Outcome)>> {
    match operation {
        Operation::PythonImport { line, within } if line.contains(',') => {
            let lines = python_import::singly(line)?;
            if lines.len() > 1 {
                return import_each(&lines, within.as_ref(), path, (before, style)).map(Some);
            }
            Ok(None)
        }
        Operation::PythonIncludeRouter {
            import: Some(_), ..
        } => include(operation, path, before, style).map(Some),
        Operation::PythonDefine { source } => {
            let source = python_define::beside(source, path, before).into_owned();
            define(source, path, (before, style)).map(Some)
        }
        _ => Ok(None),
    }
}

/// Makes one import after the other.
fn import_each(
    lines: &[String],
    within: Option<&String>,
    path: &str,
    (before, style): (&str, &Style),
) -> Result<(Rung, Outcome)> {
    let mut all = (Rung::Syntax, Outcome::Present { line: 0 });
    let mut text = before.to_owned();
    for line in lines {
        let import = import(line.clone(), within.cloned());
        let (rung, outcome) = edit(&import, path, &text, style)?;
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

fn import(line: String, within: Option<String>) -> Operation {
    Operation::PythonImport { line, within }
}

/// The import of a router and its call, both in the form of the siblings.
fn include(
    operation: &Operation,
    path: &str,
    before: &str,
    style: &Style,
) -> Result<(Rung, Outcome)> {
    let Operation::PythonIncludeRouter {
        receiver,
        router,
        args,
        import: Some(line),
    } = operation
    else {
        return simple(operation, path, before, style);
    };
    let wanted = python_import::one(line)?;
    let text = Text::of(before);
    let module = Module::parse(path, text.plain());
    let form = python_include_router::as_siblings(&wanted, router, receiver, &module);
    let line = form.import.to_string();
    let call = Operation::PythonIncludeRouter {
        receiver: receiver.clone(),
        router: form.router,
        args: args.clone(),
        import: None,
    };
    let snippet = format!("{line}\n\n{}", call.snippet());
    let (_, imported) = edit(&import(line, form.within), path, before, style)?;
    let now = match &imported {
        Outcome::Changed { text, .. } => text,
        Outcome::Present { .. } => before,
        Outcome::Manual { why, .. } => return Ok(left(why.clone(), &imported, snippet)),
    };
    let (rung, included) = simple(&call, path, now, style)?;
    if let Outcome::Manual { why, .. } = included {
        let (_, at_once) = simple(&call, path, before, style)?;
        return Ok(left(why, &at_once, snippet));
    }
    Ok(match (imported, included) {
        (imported @ Outcome::Changed { .. }, Outcome::Present { .. }) => (rung, imported),
        (_, included) => (rung, included),
    })
}

/// The step for a person for the reason `why`, at the line that the same step names `at_once`, on the text before.
fn left(why: String, at_once: &Outcome, snippet: String) -> (Rung, Outcome) {
    let line = match at_once {
        Outcome::Manual { line, .. } => *line,
        _ => 0,
    };
    (Rung::Manual, Outcome::Manual { line, why, snippet })
}

/// The definitions, then their imports, then their names in `__all__`.
fn define(source: String, path: &str, (before, style): (&str, &Style)) -> Result<(Rung, Outcome)> {
    let operation = Operation::PythonDefine { source };
    let (rung, outcome) = simple(&operation, path, before, style)?;
    let Operation::PythonDefine { source } = operation else {
        return Ok((rung, outcome));
    };
    let Outcome::Changed { text: mut now, .. } = outcome else {
        return Ok((rung, outcome));
    };
    let wanted = Module::parse("", &source);
    let wanted = Source::read(&wanted)?;
    if Text::of(before).plain().trim().is_empty() {
        return Ok((rung, Outcome::Changed { text: now, line: 1 }));
    }
    for (line, within) in wanted.import_lines(path) {
        let import = import(line, within);
        match edit(&import, path, &now, style)?.1 {
            Outcome::Changed { text, .. } => now = text,
            Outcome::Present { .. } => {}
            Outcome::Manual { why, .. } => {
                let (_, at_once) = edit(&import, path, before, style)?;
                return Ok(left(why, &at_once, source.trim_end().to_owned()));
            }
        }
    }
    for name in wanted.public() {
        match export(name, path, &now, style) {
            Outcome::Changed { text, .. } => now = text,
            Outcome::Present { .. } => {}
            Outcome::Manual { why, .. } => {
                let at_once = export(name, path, before, style);
                return Ok(left(why, &at_once, source.trim_end().to_owned()));
            }
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
