//! A plan as a file: one JSON document that says all of a plan, for another to review and apply.
//!
//! Pure. It holds contents, and digests of what has to be there; no secret. A file that comes from elsewhere is not
//! trusted: its paths keep to the policy, its digests fit, its records are sound, or nothing is made of it.

mod base64;
mod document;
mod onto;
mod read;
mod record;

#[cfg(test)]
mod tests;

use crate::change::{Content, Sha};
use crate::error::{Error, Result};
use crate::facts::Facts;
use crate::plan::{About, Conflict, ManualStep, PlannedEdit, Proposal};
use crate::rel_path::RelPath;
use document::Document;

/// The largest document that is read.
pub const LIMIT: u64 = 256 * 1024 * 1024;

/// A plan that was saved; what it was made on is not compared yet.
#[derive(Debug)]
pub struct Saved {
    /// What it is for.
    pub about: About,
    /// The facts that it was made on, by name.
    expects: Vec<(String, serde_json::Value)>,
    changes: Vec<SavedChange>,
    /// The files whose changes hold a secret, and whether they are to be made.
    withheld: Vec<(RelPath, bool)>,
    edits: Vec<PlannedEdit>,
    conflicts: Vec<Conflict>,
    manual: Vec<ManualStep>,
}

#[derive(Debug)]
struct SavedChange {
    path: RelPath,
    /// Digest and executable bit of what has to be there.
    before: Option<(Sha, bool)>,
    after: Option<Content>,
}

/// The document of `proposal`, which was made on `facts`. What a secret file holds is not in it.
///
/// # Errors
/// A pattern error where it has no JSON form.
pub fn write(proposal: &Proposal, facts: &Facts) -> Result<String> {
    let text = serde_json::to_string_pretty(&Document::of(proposal, facts));
    let text = text.map_err(|error| Error::pattern("the plan cannot be saved").because(error))?;
    Ok(text + "\n")
}

/// Reads the document in `bytes`, which is called `origin` in messages.
///
/// # Errors
/// A usage error that says what is wrong with it, and where.
pub fn read(bytes: &[u8], origin: &str) -> Result<Saved> {
    read::saved(bytes, origin)
}
