//! Facts that earlier stamps gave.

use std::collections::BTreeSet;

use crate::error::{Error, Result};
use crate::facts::{Evidence, Fact, Facts, SETTLED};
use crate::record::{Record, STAMPS};
use crate::rel_path::RelPath;
use crate::tree::{EntryKind, Tree};

/// The records of the project, by id.
///
/// # Errors
/// A project error where a record is broken.
pub fn records(tree: &dyn Tree) -> Result<Vec<Record>> {
    let folder = RelPath::record(STAMPS)?;
    let entries = tree.list(Some(&folder))?;
    let files = entries
        .iter()
        .filter(|entry| entry.kind == EntryKind::File && entry.name.ends_with(".toml"));
    files.map(|entry| record(tree, &entry.name)).collect()
}

/// The files that the stamps on record made.
pub(super) fn files(records: &[Record]) -> BTreeSet<String> {
    let files = records.iter().flat_map(|record| &record.files);
    files.map(|file| file.path.clone()).collect()
}

fn record(tree: &dyn Tree, name: &str) -> Result<Record> {
    let path = RelPath::record(&format!("{STAMPS}/{name}"))?;
    let content = tree.read(&path)?.unwrap_or_default();
    let Some(text) = content.text() else {
        return Err(Error::project(format!("`{path}` is not UTF-8"))
            .hint("restore the file from version control"));
    };
    Record::parse(text, path.as_str())
}

/// Adds what was settled for the stamps on record, and what they provide. What a person once settled is asked for no
/// second time.
pub(super) fn add(records: &[Record], facts: &mut Facts) {
    for record in records {
        for (name, value) in record.settled() {
            let place = format!("{SETTLED}{}", record.stamp);
            facts.add(name, Fact::certain(value, Evidence::place(place)));
        }
    }
    for record in records {
        for (name, value) in record.facts() {
            let place = format!("stamp {}", record.stamp);
            facts.add(name, Fact::certain(value, Evidence::place(place)));
        }
    }
}
