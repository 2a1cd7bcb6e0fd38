//! Edits as changes, on the content that the plan has made so far.

use std::collections::BTreeMap;

use super::working::Working;
use super::{Ground, ManualStep, Planned, PlannedEdit, requirements};
use crate::change::Content;
use crate::edit::{self, Operation, Outcome};
use crate::error::{Error, Kind, Result};
use crate::rel_path::RelPath;
use crate::render::{EditDraft, formatted, formatted_as_before};
use crate::stamp::Stamp;

/// The files that were edited, each with its text before the first edit.
pub(super) type Edited = BTreeMap<RelPath, String>;

/// Plans every edit of `stamp`; says of each whether the file said so already.
pub(super) fn plan(
    stamp: &Stamp,
    ground: &Ground,
    edited: &mut Edited,
    (working, planned): (&mut Working, &mut Planned),
) -> Result<Vec<bool>> {
    let mut present = Vec::new();
    for draft in &stamp.drafts.edits {
        let path = RelPath::new(&draft.path)
            .map_err(|error| error.of_kind(Kind::Pattern).at(&draft.origin))?;
        let path = requirements::file_for(&draft.operation, path, working)?;
        if draft.secret {
            working.set_secret(&path)?;
        }
        let Some(content) = now(draft, &path, working)? else {
            planned.manual.push(missing_file(draft, &path));
            present.push(false);
            continue;
        };
        let around = (ground, &mut *edited, &mut *working, &mut *planned);
        present.push(one(draft, &path, &content, around)?);
    }
    Ok(present)
}

/// What the file holds by now; none where it is not there and the operation does not make it.
fn now(draft: &EditDraft, path: &RelPath, working: &mut Working) -> Result<Option<Content>> {
    let content = working.now(path)?.cloned();
    Ok(content.or_else(|| {
        makes_its_file(&draft.operation).then(|| Content {
            private: draft.secret,
            ..Content::default()
        })
    }))
}

type Surroundings<'a, 'b> = (
    &'a Ground<'a>,
    &'a mut Edited,
    &'a mut Working<'b>,
    &'a mut Planned,
);

/// Plans one edit; says whether the file said so already.
fn one(draft: &EditDraft, path: &RelPath, now: &Content, around: Surroundings) -> Result<bool> {
    let (ground, edited, working, planned) = around;
    let Some(before) = now.text() else {
        return Err(
            Error::project(format!("`{path}` is not UTF-8, so it cannot be edited"))
                .hint("convert the file to UTF-8 and run the command again"),
        );
    };
    let style = ground.style.edit_style();
    let (rung, outcome) = edit::edit(&draft.operation, path.as_str(), before, &style)?;
    let note = |line, present| PlannedEdit {
        path: path.clone(),
        what: draft.operation.what(),
        rung,
        line,
        present,
    };
    let present = matches!(outcome, Outcome::Present { .. });
    match outcome {
        Outcome::Changed { text, line } => {
            planned.edits.push(note(line, false));
            edited
                .entry(path.clone())
                .or_insert_with(|| before.to_owned());
            working.set(
                path,
                Content {
                    bytes: text.into_bytes(),
                    ..now.clone()
                },
            )?;
        }
        Outcome::Present { line } => planned.edits.push(note(line, true)),
        Outcome::Manual { line, why, snippet } => {
            let line = (line > 0).then_some(line);
            planned.manual.push(ManualStep {
                path: path.clone(),
                line,
                why,
                snippet,
            });
        }
    }
    Ok(present)
}

/// Python that was in the formatter's form before the edits is so after them.
pub(super) fn format(edited: Edited, ground: &Ground, working: &mut Working) -> Result<()> {
    for (path, before) in edited
        .into_iter()
        .filter(|(path, _)| path.as_str().ends_with(".py"))
    {
        let Some(content) = working.now(&path)?.cloned() else {
            continue;
        };
        let Some(text) = content.text() else { continue };
        let text = text.to_owned();
        // What the project lacks was drafted in this run, and has come from the formatter.
        let text = match working.before(&path)? {
            None => formatted(text, ground.style),
            Some(_) => formatted_as_before(&before, text, ground.style),
        };
        working.set(
            &path,
            Content {
                bytes: text.into_bytes(),
                ..content
            },
        )?;
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
        line: None,
        why,
        snippet: draft.operation.snippet(),
    }
}

/// Operations for which a file that is not there is as good as an empty one.
fn makes_its_file(operation: &Operation) -> bool {
    matches!(
        operation,
        Operation::EnvSet { .. } | Operation::Line { .. } | Operation::PythonDefine { .. }
    )
}
