//! Trees of contents for the tests of detection.

use std::collections::BTreeMap;

use crate::change::Content;
use crate::rel_path::RelPath;

/// A project in memory.
pub(in crate::detect) fn tree(files: &[(&str, &str)]) -> BTreeMap<RelPath, Content> {
    let files = files.iter().map(|(path, text)| {
        let path = RelPath::new(path).unwrap_or_else(|error| panic!("{path}: {error}"));
        (path, Content::new(*text))
    });
    files.collect()
}
