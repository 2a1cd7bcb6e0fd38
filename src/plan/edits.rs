//! Edits as changes, on the content that the plan has made so far.

use super::working::Working;
use super::{Ground, ManualStep, Planned, PlannedEdit};
use crate::change::Content;
use crate::edit::{self, Operation, Outcome};
use crate::error::{Error, Result};
use crate::rel_path::RelPath;
use crate::render::EditDraft;
use crate::stamp::Stamp;

/// Plans every edit of `stamp`.
pub(super) fn plan(
    stamp: &Stamp,
    ground: &Ground,
    working: &mut Working,
    planned: &mut Planned,
) -> Result<()> {
    for draft in &stamp.drafts.edits {
        let path = RelPath::new(&draft.path)
            .map_err(|error| Error::pattern(format!("`{}`: {}", stamp.pattern, error.message())))?;
        if draft.secret {
            working.set_secret(&path)?;
        }
        one(draft, &path, ground, (working, planned))?;
    }
    Ok(())
}

fn one(
    draft: &EditDraft,
    path: &RelPath,
    ground: &Ground,
    (working, planned): (&mut Working, &mut Planned),
) -> Result<()> {
    let now = match working.now(path)? {
        Some(content) => content.clone(),
        None if makes_its_file(&draft.operation) => Content {
            private: draft.secret,
            ..Content::default()
        },
        None => {
            planned.manual.push(missing_file(draft, path));
            return Ok(());
        }
    };
    let Some(before) = now.text() else {
        return Err(
            Error::project(format!("`{path}` is not UTF-8, so it cannot be edited"))
                .hint("convert the file to UTF-8 and run the command again"),
        );
    };
    let (rung, outcome) = edit::edit(&draft.operation, path.as_str(), before, ground.style)?;
    let mut note = |line, present| {
        planned.edits.push(PlannedEdit {
            path: path.clone(),
            what: draft.operation.what(),
            rung,
            line,
            present,
        });
    };
    match outcome {
        Outcome::Changed { text, line } => {
            note(line, false);
            working.set(
                path,
                Content {
                    bytes: text.into_bytes(),
                    ..now
                },
            )?;
        }
        Outcome::Present { line } => note(line, true),
        Outcome::Manual { line, why, snippet } => {
            planned.manual.push(ManualStep {
                path: path.clone(),
                line,
                why,
                snippet,
            });
        }
    }
    Ok(())
}

fn missing_file(draft: &EditDraft, path: &RelPath) -> ManualStep {
    let why = format!(
        "the file is not there, so patgen could not {}",
        draft.operation.what()
    );
    ManualStep {
        path: path.clone(),
        line: 1,
        why,
        snippet: format!("{:?}", draft.operation),
    }
}

/// Operations on plain lines: a file that is not there is as good as an empty one.
fn makes_its_file(operation: &Operation) -> bool {
    matches!(operation, Operation::EnvSet { .. } | Operation::Line { .. })
}
