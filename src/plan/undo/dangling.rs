//! What stays and imports what goes: left to a person, with the command that fits a stamp to what is there.

use std::collections::BTreeSet;

use super::Undo;
use crate::error::Result;
use crate::plan::ManualStep;
use crate::python::dotted;
use crate::record::Record;
use crate::rel_path::RelPath;

/// Names each line of a stamp that stays which imports a module that goes.
///
/// # Errors
/// A project error where something that is no file is in the way.
pub(super) fn name(undo: &mut Undo) -> Result<()> {
    let gone = modules_that_go(undo)?;
    if gone.is_empty() {
        return Ok(());
    }
    let mut seen = BTreeSet::new();
    for record in undo.staying.clone() {
        for path in python_of(&record) {
            if seen.insert(path.clone()) {
                let steps = steps(undo, &record.stamp, &RelPath::new(&path)?, &gone)?;
                undo.planned.manual.extend(steps);
            }
        }
    }
    Ok(())
}

/// The modules whose files are there, and will not be: `app.auth.caller`, below `src/` too.
fn modules_that_go(undo: &mut Undo) -> Result<Vec<String>> {
    let mut gone = Vec::new();
    for path in undo.paths()? {
        let goes = undo.working.before(&path)?.is_some() && undo.working.now(&path)?.is_none();
        if goes && path.name() != "__init__.py" {
            let name = path.as_str();
            gone.extend(dotted(name, "src").or_else(|| dotted(name, "")));
        }
    }
    Ok(gone)
}

/// The Python files that a stamp made or edited.
fn python_of(record: &Record) -> BTreeSet<String> {
    let files = record.files.iter().map(|file| &file.path);
    let edited = record.edits.iter().map(|edit| &edit.path);
    let python = files.chain(edited).filter(|path| path.ends_with(".py"));
    python.cloned().collect()
}

/// What is left to do in a file that stays.
fn steps(undo: &mut Undo, stamp: &str, path: &RelPath, gone: &[String]) -> Result<Vec<ManualStep>> {
    let Some(content) = undo.working.now(path)?.cloned() else {
        return Ok(Vec::new());
    };
    let text = String::from_utf8_lossy(&content.bytes);
    let mut steps = Vec::new();
    for (number, line) in (1..).zip(text.lines()) {
        let imported = gone.iter().find(|module| imports(line, module));
        steps.extend(imported.map(|module| ManualStep {
            path: path.clone(),
            line: Some(number),
            why: format!("it imports `{module}`, which goes; `patgen update {stamp}` takes out what was there for it"),
            snippet: line.trim().to_owned(),
        }));
    }
    Ok(steps)
}

/// Whether the line imports the module, or something from it.
fn imports(line: &str, module: &str) -> bool {
    let line = line.trim_start();
    let rest = line.strip_prefix("from ").or(line.strip_prefix("import "));
    let rest = rest.and_then(|rest| rest.strip_prefix(module));
    rest.is_some_and(|rest| rest.is_empty() || rest.starts_with([' ', ',', ';']))
}

#[cfg(test)]
mod tests {
    use super::imports;

    #[test]
    fn lines_that_import() {
        for (line, expected) in [
            ("from app.auth.caller import account_caller", true),
            ("    from app.auth.caller import (", true),
            ("import app.auth.caller", true),
            ("import app.auth.caller as caller", true),
            ("from app.auth.callers import x", false),
            ("from app.auth import caller_of", false),
            ("# from app.auth.caller import x", false),
            ("x = 'import app.auth.caller'", false),
        ] {
            assert_eq!(imports(line, "app.auth.caller"), expected, "{line}");
        }
    }
}
