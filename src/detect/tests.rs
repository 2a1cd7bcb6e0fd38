//! Trees of contents for the tests of detection.

use std::collections::BTreeMap;

use crate::change::Content;
use crate::facts::Facts;
use crate::rel_path::RelPath;

/// A project in memory.
pub(in crate::detect) fn tree(files: &[(&str, &str)]) -> BTreeMap<RelPath, Content> {
    let files = files.iter().map(|(path, text)| {
        let path = RelPath::new(path).unwrap_or_else(|error| panic!("{path}: {error}"));
        (path, Content::new(*text))
    });
    files.collect()
}

/// Compares facts of a project of these files: the value as text, nothing for an absent fact, `? a | b` for one that is
/// not certain.
#[track_caller]
pub(in crate::detect) fn check(files: &[(&str, &str)], expected: &[(&str, &str)]) {
    let facts = super::detect(&tree(files), &[], Facts::default(), "work");
    let facts = facts.unwrap_or_else(|error| panic!("{}: {files:?}", error.message()));
    let shown = |name: &str| match facts.get(name) {
        None => String::new(),
        Some(fact) if fact.certain => fact.value.to_string(),
        Some(fact) => format!("? {}", fact.candidates.join(" | ")),
    };
    let found: Vec<(&str, String)> = expected
        .iter()
        .map(|(name, _)| (*name, shown(name)))
        .collect();
    let found: Vec<(&str, &str)> = found
        .iter()
        .map(|(name, text)| (*name, text.as_str()))
        .collect();
    assert_eq!(found, expected, "{files:?}");
}
