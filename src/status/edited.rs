//! Whether a file is what was stamped but for the edits of stamps: then no person edited it.

use super::Setting;
use crate::change::Content;
use crate::error::Result;
use crate::plan::put_in::PutIn;
use crate::record::{self, Record, RecordedFile};
use crate::tree::Tree;

/// Whether `content` is the base of the file with edits that are on record, made in one order or another: with them made
/// on the base it is the content, or without them the content is the base. An edit that the file does not say is told
/// of by itself.
pub(super) fn by_stamps_alone(
    (record, file): (&Record, &RecordedFile),
    content: &Content,
    setting: &Setting,
) -> Result<bool> {
    if content.executable != file.executable {
        return Ok(false);
    }
    let plain = content.with_line_feeds();
    let now = plain.as_ref().map_or(&content.bytes, |bytes| bytes);
    let now = std::str::from_utf8(now).ok();
    let (Some(base), Some(now)) = (base(record, file, setting.tree)?, now) else {
        return Ok(false);
    };
    let edits = PutIn::of(setting.records, &file.path, now, setting.style);
    Ok(!edits.is_empty() && (edits.made(&base) == now || edits.taken_back(now) == base))
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
    let text = record::unpacked(&stored, &path)?.get(sha)?;
    Ok(text.and_then(|text| String::from_utf8(text.to_vec()).ok()))
}
