//! The record of a stamp as changes of the same plan.

use std::collections::BTreeSet;

use indexmap::IndexMap;
use serde_json::Value as Json;

use super::Ground;
use super::files::destination;
use super::working::Working;
use crate::answers::Answer;
use crate::change::Sha;
use crate::error::Result;
use crate::record::{self, Record, RecordedEdit, RecordedFile};
use crate::rel_path::RelPath;
use crate::render::EditDraft;
use crate::stamp::Stamp;
use crate::tree::{EntryKind, Tree};

/// The names of the base texts that the project has. Their names say what they hold, so none is read again.
pub(super) fn stored(tree: &dyn Tree) -> Result<BTreeSet<String>> {
    let entries = tree.list(Some(&RelPath::record(record::BASE)?))?;
    let files = entries
        .into_iter()
        .filter(|entry| entry.kind == EntryKind::File);
    Ok(files.map(|entry| entry.name).collect())
}

/// Plans the record of `stamp` and the base texts that it names and the project lacks.
pub(super) fn plan(
    stamp: &Stamp,
    ground: &Ground,
    stored: &BTreeSet<String>,
    working: &mut Working,
) -> Result<()> {
    let mut record = Record::new(&stamp.id, &stamp.pattern);
    record.answers = answers(stamp);
    record.provides = stamp
        .provides
        .iter()
        .map(|(name, value)| (name.clone(), value.to_string()))
        .collect();
    for draft in &stamp.drafts.files {
        let path = destination(draft)?;
        if draft.secret || (draft.shared && !is_owned(stamp, ground, working, &path)?) {
            continue;
        }
        let sha = Sha::of(&draft.bytes);
        let base = record::base_path(sha)?;
        if !stored.contains(base.name()) {
            working.set(&base, record::base_content(&draft.bytes))?;
        }
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
fn is_owned(stamp: &Stamp, ground: &Ground, working: &mut Working, path: &RelPath) -> Result<bool> {
    let on_record = ground
        .records
        .iter()
        .any(|record| record.stamp == stamp.id && record.base(path).is_some());
    Ok(on_record || working.before(path)?.is_none())
}

/// The answers without what is secret.
fn answers(stamp: &Stamp) -> IndexMap<String, toml::Value> {
    let known = stamp
        .answers
        .iter()
        .filter(|(_, answer)| !matches!(answer, Answer::Secret(_)));
    known
        .filter_map(|(name, answer)| Some((name.clone(), toml_value(answer.to_json())?)))
        .collect()
}

fn toml_value(json: Json) -> Option<toml::Value> {
    toml::Value::try_from(json).ok()
}

fn edits(stamp: &Stamp) -> Vec<RecordedEdit> {
    let recorded = |draft: &EditDraft| {
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
