//! Whether a file is what was stamped but for the edits of stamps: then no person edited it.

use super::Setting;
use crate::change::Content;
use crate::edit::{self, Outcome};
use crate::error::Result;
use crate::record::{self, Record, RecordedFile};
use crate::render::formatted_as_before;
use crate::tree::Tree;

/// Whether `content` is the base of the file with the edits that all records together ask for. In which order they
/// were made is on no record, so lines may stand in another.
pub(super) fn by_stamps_alone(
    (record, file): (&Record, &RecordedFile),
    content: &Content,
    setting: &Setting,
) -> Result<bool> {
    if content.executable != file.executable {
        return Ok(false);
    }
    let (Some(base), Some(now)) = (base(record, file, setting.tree)?, content.text()) else {
        return Ok(false);
    };
    let expected = edited(&base, &file.path, setting);
    Ok(expected != base && (expected == now || lines(&expected) == lines(now)))
}

/// The text as it was stamped.
pub(super) fn base(
    record: &Record,
    file: &RecordedFile,
    tree: &dyn Tree,
) -> Result<Option<String>> {
    let (Some(texts), Some(sha)) = (&record.texts, file.base()) else {
        return Ok(None);
    };
    let path = record::texts_path(texts)?;
    let Some(stored) = tree.read(&path)? else {
        return Ok(None);
    };
    let text = record::unpacked(&stored, &path)?.remove(&sha);
    Ok(text.and_then(|text| String::from_utf8(text.to_vec()).ok()))
}

/// The text with every edit of the file that is on record.
fn edited(base: &str, path: &str, setting: &Setting) -> String {
    let style = setting.style.edit_style();
    let edits = setting.records.iter().flat_map(|record| &record.edits);
    let mut text = base.to_owned();
    for edit in edits.filter(|edit| edit.path == path) {
        let made = edit
            .operation()
            .and_then(|operation| edit::edit(&operation, path, &text, &style));
        if let Ok((_, Outcome::Changed { text: after, .. })) = made {
            text = after;
        }
    }
    if path.ends_with(".py") {
        return formatted_as_before(base, text, setting.style);
    }
    text
}

/// The lines in an order of their own, without blank ones; that the last of a list has no comma makes no difference.
fn lines(text: &str) -> Vec<&str> {
    let mut lines: Vec<&str> = text
        .lines()
        .map(|line| line.trim_end().trim_end_matches(','))
        .filter(|line| !line.is_empty())
        .collect();
    lines.sort_unstable();
    lines
}
