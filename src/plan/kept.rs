//! What people wrote in files that a plan replaces, kept: the history forgets, and nobody's words may be lost.

use super::{OnConflict, Planned};
use crate::change::{Change, Content};
use crate::error::Result;
use crate::history::COPIES;
use crate::rel_path::{RECORD_DIR, RelPath};
use crate::tree::Tree;

/// Adds a copy of every file that was in the way and is replaced; what is to be said of those that are new in the plan.
///
/// # Errors
/// Where a file cannot be read.
pub fn keep_copies(planned: &mut Planned, tree: &dyn Tree) -> Result<Vec<String>> {
    let mut notes = Vec::new();
    let replaced = |conflict: &&super::Conflict| conflict.settled == OnConflict::Replace;
    for conflict in planned.conflicts.iter().filter(replaced) {
        let path = &conflict.path;
        let change = planned.plan.get(path.as_str());
        let Some(change) = change.filter(|change| !change.secret && change.before != change.after)
        else {
            continue;
        };
        let Some(yours) = change.before.clone() else {
            continue;
        };
        let kept = place(path, &yours)?;
        if planned.plan.get(kept.as_str()).is_some() {
            continue;
        }
        let copy = Content {
            private: true,
            ..yours
        };
        let there = tree.read(&kept)?;
        if there.as_ref().is_none_or(|there| there.bytes != copy.bytes) {
            let change = Change::new(kept.clone(), there, Some(copy));
            planned.plan.insert(change)?;
        }
        notes.push(format!("what you wrote in `{path}` is kept in `{kept}`"));
    }
    Ok(notes)
}

/// Where the copy stands; for a path that is as long as one may be, by the digest alone.
fn place(path: &RelPath, content: &Content) -> Result<RelPath> {
    let sha = content.sha256().to_string();
    let full = format!("{COPIES}/{}/{path}", &sha[..8]);
    RelPath::record(&full).or_else(|_| RelPath::record(&format!("{COPIES}/{sha}")))
}

/// The file of which the one at `path` is a copy.
pub(super) fn original(path: &RelPath) -> Option<RelPath> {
    let below = path.as_str().strip_prefix(RECORD_DIR)?.strip_prefix('/')?;
    let (_, original) = below
        .strip_prefix(COPIES)?
        .strip_prefix('/')?
        .split_once('/')?;
    RelPath::new(original).ok()
}
