//! The record of a stamp as changes of the same plan.

use serde_json::Value as Json;

use super::Ground;
use super::files::destination;
use super::working::Working;
use crate::change::Content;
use crate::error::Result;
use crate::record::{self, Record, RecordedEdit, RecordedFile};
use crate::stamp::Stamp;

/// Plans the record of `stamp` and the base texts that it names.
pub(super) fn plan(stamp: &Stamp, ground: &Ground, working: &mut Working) -> Result<()> {
    let mut record = Record::new(&stamp.id, &stamp.pattern);
    record.answers = answers(stamp);
    record.provides = stamp
        .provides
        .iter()
        .map(|(name, value)| (name.clone(), value.to_string()))
        .collect();
    for draft in &stamp.drafts.files {
        let path = destination(draft)?;
        let owned = is_owned(stamp, ground, working, &path)?;
        if draft.secret || (draft.shared && !owned) {
            continue;
        }
        let content = Content::new(draft.bytes.clone());
        let sha = content.sha256();
        working.set(&record::base_path(sha)?, record::base_content(&draft.bytes))?;
        record.files.push(RecordedFile {
            path: draft.path.clone(),
            base: Some(sha.to_string()),
            executable: draft.executable,
        });
    }
    record.edits = edits(stamp);
    working.set(&Record::path(&stamp.id)?, record.to_content()?)
}

/// Whether a shared file came with this stamp: it was not there, or this stamp has it on record.
fn is_owned(
    stamp: &Stamp,
    ground: &Ground,
    working: &mut Working,
    path: &crate::rel_path::RelPath,
) -> Result<bool> {
    let on_record = ground
        .records
        .iter()
        .any(|record| record.stamp == stamp.id && record.base(path).is_some());
    Ok(on_record || working.before(path)?.is_none())
}

/// The answers without what is secret.
fn answers(stamp: &Stamp) -> indexmap::IndexMap<String, toml::Value> {
    let known = stamp
        .answers
        .iter()
        .filter(|(_, answer)| !matches!(answer, crate::answers::Answer::Secret(_)));
    known
        .filter_map(|(name, answer)| Some((name.clone(), toml_value(answer.to_json())?)))
        .collect()
}

fn toml_value(json: Json) -> Option<toml::Value> {
    toml::Value::try_from(json).ok()
}

fn edits(stamp: &Stamp) -> Vec<RecordedEdit> {
    let recorded = |draft: &crate::render::EditDraft| {
        let mut entries = draft.entry.entries.clone();
        if draft.secret {
            entries.retain(|name, _| name == "key");
        }
        RecordedEdit {
            path: draft.path.clone(),
            op: draft.entry.op.clone(),
            entries,
        }
    };
    stamp.drafts.edits.iter().map(recorded).collect()
}
