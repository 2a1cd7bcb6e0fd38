//! What becomes of the record when files are left out.

use std::collections::BTreeSet;

use crate::change::{Change, Plan};
use crate::record::{BASE, Record, STAMPS};
use crate::rel_path::{RECORD_DIR, RelPath};

/// Takes out the records of stamps of which nothing is left in `plan`, with the base texts that they alone name;
/// `left` are the files that were taken out. Where no file is left at all, the record does not move either.
pub(super) fn follow(plan: &mut Plan, left: &[RelPath]) {
    if left.is_empty() {
        return;
    }
    if !plan.effective().any(|change| !change.path.is_record()) {
        *plan = Plan::new();
        return;
    }
    let records: Vec<(RelPath, Record)> = plan.iter().filter_map(stamp).collect();
    let (dropped, kept): (Vec<_>, Vec<_>) = records
        .into_iter()
        .partition(|(_, record)| is_dropped(record, plan, left));
    let wanted: BTreeSet<&str> = kept
        .iter()
        .filter_map(|(_, record)| record.texts.as_deref())
        .collect();
    for (path, record) in &dropped {
        plan.remove(path.as_str());
        let texts = record.texts.as_deref();
        if let Some(texts) = texts.filter(|texts| !wanted.contains(texts)) {
            plan.remove(&format!("{RECORD_DIR}/{BASE}/{texts}.lz4"));
        }
    }
}

/// The record that a change writes.
fn stamp(change: &Change) -> Option<(RelPath, Record)> {
    let folder = format!("{RECORD_DIR}/{STAMPS}");
    let path = &change.path;
    let text = change.after.as_ref()?.text()?;
    if path.parent() != folder {
        return None;
    }
    let record = Record::parse(text, path.as_str()).ok()?;
    Some((path.clone(), record))
}

/// Whether files of the stamp were left out and none is taken.
fn is_dropped(record: &Record, plan: &Plan, left: &[RelPath]) -> bool {
    let mut any_left = false;
    for path in paths(record) {
        if plan.get(path).is_some() {
            return false;
        }
        any_left |= left.iter().any(|left| left.as_str() == path);
    }
    any_left
}

fn paths(record: &Record) -> impl Iterator<Item = &str> {
    let files = record.files.iter().map(|file| file.path.as_str());
    files.chain(record.edits.iter().map(|edit| edit.path.as_str()))
}
