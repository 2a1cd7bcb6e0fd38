//! What stamps that stay take over from those that go: files that they need, and the duty to take an edit back.

use super::{Undo, exact};
use crate::record::{Record, RecordedFile};
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

/// Whether a stamp that stays needs what the text loses from `before` to `after`. It has to take it back from now on.
pub(super) fn needs(undo: &mut Undo, path: &RelPath, (before, after): (&str, &str)) -> bool {
    let mut found = Vec::new();
    for (at, record) in undo.staying.iter().enumerate() {
        let edits = record.edits.iter().enumerate();
        for (number, edit) in edits.filter(|(_, edit)| edit.path == path.as_str()) {
            if exact::says(undo, edit, before) && !exact::says(undo, edit, after) {
                found.push((at, number));
            }
        }
    }
    for (at, number) in &found {
        undo.staying[*at].edits[*number].present = false;
        undo.inherited.insert(path.clone());
    }
    !found.is_empty()
}
