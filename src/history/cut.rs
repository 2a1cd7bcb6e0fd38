//! The history after an undo that was planned elsewhere: less is kept, so that no later undo brings back what went.

use super::{Action, Kept, Touched, Trace, actions};
use crate::change::{Change, Plan};
use crate::error::Result;
use crate::record::STAMPS;
use crate::rel_path::{RECORD_DIR, RelPath};
use crate::tree::Tree;

/// `plan`, an undo, with the history of `tree` cut: an action goes that the plan turns round, or of which no stamp stays; of
/// a file that the plan changes, no action tells any more what it was.
///
/// # Errors
/// As [`actions`].
pub fn cut(plan: &Plan, tree: &dyn Tree) -> Result<Plan> {
    let mut all = plan.clone();
    for action in actions(tree)? {
        let path = action.path()?;
        if plan.get(path.as_str()).is_some() {
            continue;
        }
        let after = remaining(&action, plan, tree)?;
        if after.as_ref() != Some(&action) {
            let before = tree.read(&path)?;
            let after = after.map(|action| action.to_content()).transpose()?;
            all.insert(Change::new(path, before, after))?;
        }
    }
    Ok(all)
}

/// What is left of `action`.
fn remaining(action: &Action, plan: &Plan, tree: &dyn Tree) -> Result<Option<Action>> {
    let mut cut = action.clone();
    if turns_round(plan, action) {
        return Ok(None);
    }
    let mut stamps = Vec::new();
    for id in &action.stamps {
        let path = RelPath::record(&format!("{STAMPS}/{id}.toml"))?;
        let stays = match plan.get(path.as_str()) {
            Some(change) => change.after.is_some(),
            None => tree.read(&path)?.is_some(),
        };
        if stays {
            stamps.push(id.clone());
        }
    }
    if stamps.is_empty() {
        return Ok(None);
    }
    cut.stamps = stamps;
    for file in &mut cut.files {
        if let Some(change) = plan.get(&file.path) {
            forget(file, change);
        }
    }
    Ok(Some(cut))
}

/// Whether `plan` makes the record of a stamp what it was before `action`.
fn turns_round(plan: &Plan, action: &Action) -> bool {
    let records = format!("{RECORD_DIR}/{STAMPS}/");
    let mut files = action.files.iter();
    files.any(|file| {
        let change = plan.get(&file.path);
        let before = file.before.as_ref().map(|kept| kept.trace.clone());
        file.path.starts_with(&records)
            && change.is_some_and(|change| {
                change.after.is_some()
                    && file.left(change.before.as_ref())
                    && change.after.as_ref().map(Trace::of) == before
            })
    })
}

fn forget(file: &mut Touched, change: &Change) {
    file.before = file.before.take().map(Kept::forgotten);
    if file.left(change.before.as_ref()) {
        file.after = change.after.as_ref().map(Trace::of);
    }
}
