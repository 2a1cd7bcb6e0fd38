//! What a file was before, byte for byte: where the history goes back without a gap, and nobody who stays needs what came.

use super::Undo;
use crate::change::Content;
use crate::edit::{self, Outcome};
use crate::history::Action;
use crate::record::{Record, RecordedEdit, RecordedFile, STAMPS};
use crate::rel_path::{RECORD_DIR, RelPath};

/// What was at a path: a content, or nothing.
pub(super) struct Was(pub(super) Option<Content>);

/// What was at `path` (nothing, or a content) before all that goes; none where that cannot be told exactly.
pub(super) fn before(undo: &Undo, path: &RelPath, now: Option<&Content>) -> Option<Was> {
    if !is_known_from_the_start(undo) {
        return None;
    }
    let mut content = now.cloned();
    let actions = undo.past.actions.iter().rev();
    let mut touching = actions.filter(|action| action.file(path.as_str()).is_some());
    let mut gone = 0;
    while let Some(Was(earlier)) = touching
        .next()
        .and_then(|action| step(undo, action, path, content.as_ref()))
    {
        content = earlier;
        gone += 1;
    }
    let of_going = |action: &&Action| undo.goes(action) && action.file(path.as_str()).is_some();
    let mut going = undo.past.actions.iter().filter(of_going);
    let first = going.next()?.number;
    let since = (now, content.as_ref());
    if gone < going.count() + 1
        || is_needed(undo, path, since, first)
        || may_be_renamed(undo, path, since, first)
    {
        return None;
    }
    Some(Was(content))
}

/// What was there before `action`, if it goes and left what is there.
fn step(undo: &Undo, action: &Action, path: &RelPath, now: Option<&Content>) -> Option<Was> {
    let touched = action.file(path.as_str())?;
    if !undo.goes(action) || !touched.left(now) {
        return None;
    }
    match &touched.before {
        None => Some(Was(None)),
        Some(kept) => kept.content().map(|content| Was(Some(content))),
    }
}

/// Whether a stamp that stays needs something of `now` that `then` has not; what was there before the action numbered
/// `first` did without.
fn is_needed(
    undo: &Undo,
    path: &RelPath,
    (now, then): (Option<&Content>, Option<&Content>),
    first: u64,
) -> bool {
    let did_without = |record: &Record| undo.action.is_some() && was_there(undo, record, first);
    let staying = undo.staying.iter();
    for record in staying.filter(|record| !did_without(record)) {
        let stamped =
            record.file(path).is_some() || record.uses.iter().any(|used| used == path.as_str());
        if stamped && then.is_none() {
            return true;
        }
        for edit in record
            .edits
            .iter()
            .filter(|edit| edit.path == path.as_str())
        {
            let now = now.and_then(Content::text);
            let Some(then) = then.and_then(Content::text) else {
                return true;
            };
            if now.is_some_and(|now| says(undo, edit, now)) && !says(undo, edit, then) {
                return true;
            }
        }
    }
    false
}

/// Whether the history tells that the record was as it is now before the action numbered `first`.
fn was_there(undo: &Undo, record: &Record, first: u64) -> bool {
    let Ok(path) = Record::path(&record.stamp) else {
        return false;
    };
    let mut actions = undo.past.actions.iter().rev();
    let last = actions.find_map(|action| Some((action.number, action.file(path.as_str())?)));
    let now = || undo.past.tree.read(&path).ok().flatten();
    last.is_some_and(|(number, touched)| number < first && touched.left(now().as_ref()))
}

/// Whether what goes for good may hold what a person wrote where it was before: the action that made it took another file
/// away, and it is not what was stamped.
fn may_be_renamed(
    undo: &Undo,
    path: &RelPath,
    (now, then): (Option<&Content>, Option<&Content>),
    first: u64,
) -> bool {
    let (Some(now), None, None) = (now, then, undo.action) else {
        return false;
    };
    let mut actions = undo.past.actions.iter();
    let Some(action) = actions.find(|action| action.number == first) else {
        return true;
    };
    let took = action.files.iter().any(|file| {
        let record = file.path.starts_with(RECORD_DIR);
        file.before.is_some() && file.after.is_none() && !record
    });
    let mut records = undo.leaving.iter();
    let is_stamped = records.any(|one| {
        let base = one.now.file(path).and_then(RecordedFile::base);
        base.is_some_and(|base| now.is_of(base))
    });
    took && !is_stamped
}

/// Whether `text` says what `edit` asks for.
pub(super) fn says(undo: &Undo, edit: &RecordedEdit, text: &str) -> bool {
    let style = undo.past.style.edit_style();
    let Ok(operation) = edit.operation() else {
        return false;
    };
    let outcome = edit::edit(&operation, &edit.path, text, &style);
    matches!(outcome, Ok((_, Outcome::Present { .. })))
}

/// Whether the history has all that was done to the stamps: it keeps the last actions only.
fn is_known_from_the_start(undo: &Undo) -> bool {
    let begins = |id: &str| {
        let record = format!("{RECORD_DIR}/{STAMPS}/{id}.toml");
        let mut going = undo.past.actions.iter().filter(|action| undo.goes(action));
        going.any(|action| {
            action
                .file(&record)
                .is_some_and(|file| file.before.is_none())
        })
    };
    undo.action.is_some() || undo.leaving.iter().all(|one| begins(&one.now.stamp))
}
