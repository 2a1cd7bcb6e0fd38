//! Drafts as changes: create, merge with what is there, or a conflict.

use super::working::Working;
use super::{Conflict, Ground, OnConflict, Planned};
use crate::change::Content;
use crate::error::{Error, Result};
use crate::merge::{Labels, Merge, merge};
use crate::record;
use crate::rel_path::RelPath;
use crate::render::Draft;
use crate::stamp::Stamp;

/// Plans every file of `stamp`.
pub(super) fn plan(
    stamp: &Stamp,
    ground: &Ground,
    working: &mut Working,
    planned: &mut Planned,
) -> Result<()> {
    for draft in &stamp.drafts.files {
        let path = destination(draft)?;
        if draft.secret {
            working.set_secret(&path)?;
        }
        let stamped = Content {
            bytes: draft.bytes.clone(),
            executable: draft.executable,
            private: draft.secret,
        };
        if let Some(content) = settle(draft, &path, stamped, (stamp, ground, working, planned))? {
            working.set(&path, content)?;
        }
    }
    Ok(())
}

/// The path of a draft, under the path policy.
pub(super) fn destination(draft: &Draft) -> Result<RelPath> {
    RelPath::new(&draft.path).map_err(|error| error.at(&draft.origin))
}

type Surroundings<'a, 'b> = (
    &'a Stamp,
    &'a Ground<'a>,
    &'a mut Working<'b>,
    &'a mut Planned,
);

/// The content that the file shall have; none where it stays as it is.
fn settle(
    draft: &Draft,
    path: &RelPath,
    stamped: Content,
    around: Surroundings,
) -> Result<Option<Content>> {
    let (stamp, ground, working, planned) = around;
    let Some(before) = working.before(path)?.cloned() else {
        return first_draft(draft, working.now(path)?, stamped);
    };
    if before.same(&stamped) || draft.shared || draft.secret {
        return Ok(None);
    }
    match merged(path, &before, &stamped, (stamp, ground))? {
        Merge::Clean(bytes) => Ok(Some(Content { bytes, ..stamped })),
        Merge::Conflict(bytes) => {
            planned.conflicts.push(Conflict {
                path: path.clone(),
                settled: ground.on_conflict,
            });
            Ok(match ground.on_conflict {
                OnConflict::Stop | OnConflict::Keep => None,
                OnConflict::Replace => Some(stamped),
                OnConflict::Markers => Some(Content { bytes, ..before }),
            })
        }
    }
}

/// A file that the project lacks: two drafts of it must agree, unless one is shared.
fn first_draft(
    draft: &Draft,
    drafted: Option<&Content>,
    stamped: Content,
) -> Result<Option<Content>> {
    match drafted {
        None => Ok(Some(stamped)),
        Some(earlier) if draft.shared || earlier.same(&stamped) => Ok(None),
        Some(_) => Err(Error::pattern(format!(
            "{}: `{}` was drafted by another pattern already",
            draft.origin, draft.path
        ))),
    }
}

/// What is there, merged with what is stamped, on the text that was stamped before.
fn merged(
    path: &RelPath,
    before: &Content,
    stamped: &Content,
    (stamp, ground): (&Stamp, &Ground),
) -> Result<Merge> {
    let base = base(path, ground)?;
    let base = base.as_deref().and_then(text);
    let (Some(yours), Some(new)) = (before.text(), stamped.text()) else {
        return Ok(Merge::Conflict(before.bytes.clone()));
    };
    let labels = Labels {
        base: "as stamped",
        yours: "yours",
        new: &format!("patgen {}", stamp.id),
    };
    Ok(match base {
        Some(base) => merge(base, yours, new, labels),
        None => match merge("", yours, new, labels) {
            Merge::Clean(bytes) | Merge::Conflict(bytes) => Merge::Conflict(bytes),
        },
    })
}

fn text(bytes: &[u8]) -> Option<&str> {
    std::str::from_utf8(bytes).ok()
}

/// The text as an earlier stamp left it.
fn base(path: &RelPath, ground: &Ground) -> Result<Option<Vec<u8>>> {
    let Some(sha) = ground.records.iter().find_map(|record| record.base(path)) else {
        return Ok(None);
    };
    let stored = record::base_path(sha)?;
    match ground.tree.read(&stored)? {
        Some(content) => record::read_base(&content, &stored).map(Some),
        None => Ok(None),
    }
}
