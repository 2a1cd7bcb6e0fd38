//! What stamps that stay take over from those that go: files that they need, and the duty to take an edit back.

use super::{Undo, exact};
use crate::edit::{self, Back};
use crate::record::{Record, RecordedEdit, RecordedFile};
use crate::rel_path::RelPath;

/// Gives the file at `path` to the first stamp that edits it or uses it; says whether there is one.
pub(super) fn inherit(staying: &mut [Record], path: &RelPath, file: &RecordedFile) -> bool {
    let needs = |record: &&mut Record| {
        record.uses.iter().any(|used| used == path.as_str())
            || record.edits.iter().any(|edit| edit.path == path.as_str())
    };
    let has = |record: &Record| record.file(path).is_some();
    if staying.iter().any(has) {
        return true;
    }
    let Some(heir) = staying.iter_mut().find(needs) else {
        return false;
    };
    heir.uses.retain(|used| used != path.as_str());
    heir.files.push(file.clone());
    true
}

/// Whether a stamp that stays needs what the text loses from `before` to `after` with the edit `gone`. It has to take it
/// back from now on: as it stands there, where it asked for something else of that name.
pub(super) fn needs(
    undo: &mut Undo,
    (path, gone): (&RelPath, &RecordedEdit),
    (before, after): (&str, &str),
) -> bool {
    let mut found = Vec::new();
    for (at, record) in undo.staying.iter().enumerate() {
        let edits = record.edits.iter().enumerate();
        for (number, edit) in edits.filter(|(_, edit)| edit.path == path.as_str()) {
            if exact::says(undo, edit, before) && !exact::says(undo, edit, after) {
                found.push((at, number, is_otherwise(undo, (edit, gone), before)));
            }
        }
    }
    for (at, number, is_otherwise) in &found {
        let edit = &mut undo.staying[*at].edits[*number];
        edit.present = false;
        if *is_otherwise {
            edit.entries.clone_from(&gone.entries);
        }
        undo.inherited.insert(path.clone());
    }
    !found.is_empty()
}

/// Whether `edit`, which found what `gone` had put there, could not take that back.
fn is_otherwise(undo: &Undo, (edit, gone): (&RecordedEdit, &RecordedEdit), text: &str) -> bool {
    let style = undo.past.style.edit_style();
    let back = |operation| edit::take_back(&operation, &edit.path, text, &style);
    let is_found = edit.present && edit.op == gone.op && !edit.is_secret();
    is_found && matches!(edit.operation().and_then(back), Ok(Back::Manual { .. }))
}
