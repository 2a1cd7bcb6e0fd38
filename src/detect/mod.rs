//! Detection: facts read from the project's files, each with its evidence.
//!
//! Reads through `Tree`, writes nothing. Where the evidence is split, a fact is uncertain and has candidates.

mod migrations;
mod project;
mod stamps;
mod walk;

pub use stamps::records;

use crate::error::Result;
use crate::facts::Facts;
use crate::record::Record;
use crate::tree::Tree;

/// The facts that are found in files.
pub const NAMES: [&str; 8] = [
    "project.name",
    "project.package",
    "style.line_length",
    "style.quotes",
    "db.migrations",
    "db.migrations.file_template",
    "db.migrations.head",
    "db.migrations.heads",
];

/// What is known about the project: from flags first, then from earlier stamps, then from its files.
///
/// `directory` is the name of the root directory.
///
/// # Errors
/// A project error where a file that tells facts is broken, such as a `pyproject.toml` that is no TOML.
pub fn detect(tree: &dyn Tree, records: &[Record], flags: Facts, directory: &str) -> Result<Facts> {
    let mut facts = flags;
    stamps::add(records, &mut facts);
    project::add(tree, directory, &mut facts)?;
    migrations::add(tree, &mut facts)?;
    facts.ensure_forms()?;
    Ok(facts)
}
