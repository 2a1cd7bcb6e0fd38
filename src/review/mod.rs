//! Review: from a plan and what was chosen of it to the plan of the choice.
//!
//! Pure; the terminal asks, flags say. The record stays that of the whole stamp: its base texts are what was
//! stamped, so that what was left out counts as a person's edit later on, and is neither lost nor offered again.
//! A stamp of which nothing at all was taken is not recorded.

mod by_path;
mod hunks;
mod record;

use std::collections::BTreeMap;

pub use by_path::by_path;
pub use hunks::Hunks;

use crate::change::{Change, Content};
use crate::error::Result;
use crate::plan::{Conflict, Extent, LeftOut, OnConflict, Planned};
use crate::rel_path::RelPath;

/// What was chosen for one file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Choice {
    /// All of it.
    Take,
    /// Nothing of it.
    Leave,
    /// Some hunks of it, which make this content.
    Part(Vec<u8>),
    /// What a person wrote instead.
    Edited(Vec<u8>),
}

/// The choices by path; a file without one stays as the plan has it.
pub type Choices = BTreeMap<RelPath, Choice>;

/// What there is to choose from: the changes outside the record, and those that a file in the way would get.
pub fn offers(planned: &Planned) -> impl Iterator<Item = &Change> {
    let changes = planned.plan.effective();
    let mut offers: Vec<&Change> = changes
        .filter(|change| !change.path.is_record())
        .chain(planned.conflicts.iter().filter_map(open_offer))
        .collect();
    offers.sort_by(|a, b| a.path.cmp(&b.path));
    offers.into_iter()
}

/// The change that an open conflict would be settled by.
fn open_offer(conflict: &Conflict) -> Option<&Change> {
    let open = conflict.settled == OnConflict::Stop;
    conflict.offered.as_ref().filter(|_| open)
}

/// The plan of what was chosen.
///
/// # Errors
/// None in practice: each path is put back where it was taken out.
pub fn review(mut planned: Planned, choices: &Choices) -> Result<Planned> {
    let offered: Vec<Change> = offers(&planned).cloned().collect();
    let mut asked_for = Vec::new();
    for change in offered {
        let Some(choice) = choices.get(&change.path) else {
            continue;
        };
        let path = change.path.clone();
        planned.plan.remove(path.as_str());
        let chosen = chosen(change, choice);
        settle(&mut planned.conflicts, &path, chosen.is_some());
        match (chosen, choice) {
            (Some(change), Choice::Part(_)) => {
                planned.left.push(left(&path, Extent::Part));
                planned.plan.insert(change)?;
            }
            (Some(change), _) => planned.plan.insert(change)?,
            (None, _) => {
                planned.left.push(left(&path, Extent::Whole));
                asked_for.push(path);
            }
        }
    }
    record::follow(&mut planned.plan, &asked_for);
    Ok(planned)
}

fn left(path: &RelPath, extent: Extent) -> LeftOut {
    LeftOut {
        path: path.clone(),
        extent,
    }
}

/// The change as it was chosen; none where the file stays as it is.
fn chosen(change: Change, choice: &Choice) -> Option<Change> {
    let bytes = match choice {
        Choice::Take => return Some(change),
        Choice::Leave => return None,
        Choice::Part(bytes) | Choice::Edited(bytes) => bytes,
    };
    let stays = change
        .before
        .as_ref()
        .is_some_and(|before| *before.bytes == **bytes);
    if stays {
        return None;
    }
    let after = Content {
        bytes: bytes.clone().into(),
        ..change.after.clone().unwrap_or_default()
    };
    Some(Change {
        after: Some(after),
        ..change
    })
}

/// A conflict that was chosen about is open no longer.
fn settle(conflicts: &mut [Conflict], path: &RelPath, taken: bool) {
    let open = conflicts
        .iter_mut()
        .filter(|conflict| conflict.path == *path && conflict.settled == OnConflict::Stop);
    for conflict in open {
        conflict.settled = if taken {
            OnConflict::Replace
        } else {
            OnConflict::Keep
        };
    }
}

#[cfg(test)]
mod tests;
