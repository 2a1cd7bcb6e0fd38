//! Edits as changes, on the content that the plan has made so far.

use std::collections::BTreeMap;

use super::evolve::Earlier;
use super::working::Working;
use super::{Ground, ManualStep, Planned, PlannedEdit, records, redefine, requirements};
use crate::change::Content;
use crate::edit::{self, Operation, Outcome};
use crate::error::{Error, Kind, Result};
use crate::rel_path::RelPath;
use crate::render::{EditDraft, ended, formatted, formatted_as_before};
use crate::stamp::Stamp;

/// The files that were edited, each with its text before the first edit.
pub(super) type Edited = BTreeMap<RelPath, String>;

/// Plans every edit of `stamp`; says of each whether the file said so already.
pub(super) fn plan(
    (stamp, earlier): (&Stamp, &Earlier),
    ground: &Ground,
    edited: &mut Edited,
    (working, planned): (&mut Working, &mut Planned),
) -> Result<Vec<bool>> {
    let mut present = vec![false; stamp.drafts.edits.len()];
    let mut waiting = Vec::new();
    for (at, draft) in stamp.drafts.edits.iter().enumerate() {
        let path = RelPath::new(&draft.path)
            .map_err(|error| error.of_kind(Kind::Pattern).at(&draft.origin))?;
        let path = requirements::file_for(&draft.operation, path, working)?;
        if draft.secret {
            working.set_secret(&path)?;
        }
        if !ground.restore && was_taken_out(draft, (&path, earlier), ground, working)? {
            planned.notes.push(taken_out(draft, &path, stamp));
            continue;
        }
        let Some(content) = now(draft, &path, working)? else {
            waiting.push((at, draft, path));
            continue;
        };
        let around = (ground, &mut *edited, &mut *working, &mut *planned);
        present[at] = one(draft, &path, &content, around)?;
    }
    // The edit that makes a file may stand behind one that finds none.
    for (at, draft, path) in waiting {
        let Some(content) = working.now(&path)?.cloned() else {
            planned.manual.push(missing_file(draft, &path));
            continue;
        };
        let around = (ground, &mut *edited, &mut *working, &mut *planned);
        present[at] = one(draft, &path, &content, around)?;
    }
    Ok(present)
}

/// Whether the stamp made the edit before, and the project says so no more.
fn was_taken_out(
    draft: &EditDraft,
    (path, earlier): (&RelPath, &Earlier),
    ground: &Ground,
    working: &mut Working,
) -> Result<bool> {
    let known = earlier.record.map_or(&[][..], |record| &record.edits);
    let asked = records::edit(draft, false);
    let same = known.iter().find(|edit| edit.asks_as(&asked));
    let Some(made) = same.or_else(|| redefine::predecessor(&asked, known)) else {
        return Ok(false);
    };
    let Ok(operation) = made.operation() else {
        return Ok(false);
    };
    let Some(before) = working.before(path)?.and_then(Content::text) else {
        return Ok(true);
    };
    let style = ground.style.edit_style();
    let (_, outcome) = edit::edit(&operation, path.as_str(), before, &style)?;
    Ok(!matches!(outcome, Outcome::Present { .. }))
}

fn taken_out(draft: &EditDraft, path: &RelPath, stamp: &Stamp) -> String {
    format!(
        "`{path}` no longer says what the stamp put there ({}) and stays so; `patgen update {} --restore` puts it back",
        draft.operation.what(),
        stamp.id
    )
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
                    bytes: text.into(),
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
            None => ended(formatted(text, ground.style), ground.style),
            Some(_) => formatted_as_before(&before, text, ground.style),
        };
        working.set(
            &path,
            Content {
                bytes: text.into(),
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
