//! Drafts as changes: create, merge with what is there, or a conflict.

use memchr::memmem;

use super::evolve::{self, Earlier};
use super::known::Known;
use super::put_in::PutIn;
use super::working::Working;
use super::{Conflict, Ground, ManualStep, OnConflict, Planned, Restore};
use crate::change::{Bytes, Change, Content, Sha};
use crate::diff::is_binary;
use crate::error::{Error, Result};
use crate::merge::{Labels, Merge, merge, preferring_new};
use crate::record::RecordedFile;
use crate::rel_path::RelPath;
use crate::render::Draft;
use crate::stamp::Stamp;

/// How patgen's side is named in markers, before the stamp's id.
pub(super) const OURS: &str = "patgen ";

/// The line that ends patgen's side begins so.
const MARKER: &str = ">>>>>>> patgen ";

/// Plans every file of `stamp`.
pub(super) fn plan(
    stamp: &Stamp,
    ground: &Ground,
    (known, earlier): (&Known, &Earlier),
    (working, planned): (&mut Working, &mut Planned),
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
        let around = (stamp, ground, known, &mut *working, &mut *planned);
        if let Some((place, content)) = settle(draft, &path, stamped, earlier, around)? {
            working.set(&place, content)?;
        }
    }
    Ok(())
}

/// The path of a draft, under the path policy.
pub(super) fn destination(draft: &Draft) -> Result<RelPath> {
    RelPath::new(&draft.path).map_err(|error| error.at(&draft.origin))
}

type Surroundings<'a, 'k, 'w> = (
    &'a Stamp,
    &'a Ground<'a>,
    &'a Known<'k>,
    &'a mut Working<'w>,
    &'a mut Planned,
);

/// The content that the file shall have, and its place, which a person may have chosen; none where it stays as it is.
fn settle(
    draft: &Draft,
    path: &RelPath,
    stamped: Content,
    earlier: &Earlier,
    around: Surroundings,
) -> Result<Option<(RelPath, Content)>> {
    let (stamp, ground, known, working, planned) = around;
    let mut origin = path.clone();
    let shared = || known.file(path).filter(|_| earlier.uses(path));
    let mut recorded = earlier.file(path).or_else(shared);
    let mut before = working.before(path)?.cloned();
    if let Some(old) = earlier.renamed(path) {
        let (from, content) = evolve::at_old_path(old, path, (stamp, earlier, ground), working)?;
        if content.is_some() {
            working.remove(&from)?;
            planned.notes.push(format!("`{from}` becomes `{path}`"));
        }
        (recorded, before) = (Some(old), content);
        origin = from;
    }
    let mut path = path;
    if let Some(place) = earlier.moved(&origin).filter(|_| before.is_none()) {
        planned.notes.push(format!("`{origin}` is `{place}` now"));
        before = working.before(place)?.cloned();
        path = place;
    }
    let is_renamed = earlier.renamed(path).is_some();
    if recorded.is_some_and(|file| file.once)
        && (before.is_some() || ground.restore != Restore::All)
    {
        return Ok(None);
    }
    let Some(before) = before else {
        if recorded.is_some() && ground.restore != Restore::All {
            planned.notes.push(format!(
                "`{path}` was deleted and stays so; `patgen update {} --restore` brings it back",
                stamp.id
            ));
            return Ok(None);
        }
        let first = first_draft(draft, working.now(path)?, stamped)?;
        return Ok(first.map(|content| (path.clone(), content)));
    };
    let recorded = recorded.or_else(|| known.file(path));
    let digest = recorded.and_then(RecordedFile::base);
    if holds_markers(&before) {
        planned.manual.push(markers_left(path, &before));
        if digest != Some(stamped.sha256()) {
            planned.conflicts.push(Conflict {
                path: path.clone(),
                settled: OnConflict::Stop,
                offered: None,
            });
        }
        return Ok(None);
    }
    if !is_renamed && (before.same(&stamped) || draft.shared || draft.secret) {
        return Ok(None);
    }
    let executable = match recorded {
        Some(file) if file.executable == before.executable => stamped.executable,
        _ => before.executable,
    };
    let base = known.base(&origin)?;
    let merged = merged((digest, base.as_deref()), &before, &stamped, stamp);
    let apart = || apart_from_edits(path.as_str(), (base.as_deref(), &before, &stamped), ground);
    match settled_by(merged, apart) {
        Merge::Clean(bytes) => {
            let content = Content {
                bytes,
                executable,
                ..before
            };
            Ok(Some((path.clone(), content)))
        }
        Merge::Conflict(bytes) => {
            let how = on_conflict(ground.on_conflict, &before, &stamped);
            let offered = Content {
                bytes: new_side(base.as_deref(), &before, &stamped),
                executable,
                ..before.clone()
            };
            planned.conflicts.push(Conflict {
                path: path.clone(),
                settled: how,
                offered: Some(Change::new(
                    path.clone(),
                    Some(before.clone()),
                    Some(offered),
                )),
            });
            let content = match how {
                OnConflict::Stop | OnConflict::Keep if is_renamed => Some(before),
                OnConflict::Stop | OnConflict::Keep => None,
                OnConflict::Replace => Some(stamped),
                OnConflict::Markers => Some(Content { bytes, ..before }),
            };
            Ok(content.map(|content| (path.clone(), content)))
        }
    }
}

/// The merge, or where it is a conflict, another one that is none.
fn settled_by(merged: Merge, other: impl FnOnce() -> Option<Bytes>) -> Merge {
    match merged {
        Merge::Conflict(bytes) => other().map_or(Merge::Conflict(bytes), Merge::Clean),
        clean @ Merge::Clean(_) => clean,
    }
}

/// The merge of what is there without the edits of stamps, which are made again in what comes of it: nobody has to settle
/// what no person wrote. None where that is a conflict too, or an edit finds its place no more.
fn apart_from_edits(
    path: &str,
    (base, before, stamped): (Option<&[u8]>, &Content, &Content),
    ground: &Ground,
) -> Option<Bytes> {
    let (base, yours, new) = (text(base?)?, before.text()?, stamped.text()?);
    let edits = PutIn::of(ground.records, path, yours, ground.style);
    if edits.is_empty() {
        return None;
    }
    let names = Labels {
        base: "",
        yours: "",
        new: "",
    };
    let Merge::Clean(bytes) = merge(base, &edits.taken_back(yours), new, names) else {
        return None;
    };
    let made = edits.made(text(&bytes)?);
    edits.are_in(&made).then(|| made.into())
}

/// What was asked for; markers cannot stand in a binary file.
fn on_conflict(asked: OnConflict, before: &Content, stamped: &Content) -> OnConflict {
    let is_text = |content: &Content| content.text().is_some() && !is_binary(&content.bytes);
    if asked == OnConflict::Markers && !(is_text(before) && is_text(stamped)) {
        return OnConflict::Stop;
    }
    asked
}

/// Whether an earlier run left its side between markers.
fn holds_markers(content: &Content) -> bool {
    let holds = memmem::find(&content.bytes, MARKER.as_bytes()).is_some();
    let text = content.text().filter(|_| holds).unwrap_or_default();
    text.lines().any(|line| line.starts_with(MARKER))
}

fn markers_left(path: &RelPath, content: &Content) -> ManualStep {
    let mut lines = content.text().unwrap_or_default().lines();
    let line = lines
        .position(|line| line.starts_with("<<<<<<< "))
        .map(|at| at + 1);
    ManualStep {
        path: path.clone(),
        line,
        why: "it holds conflict markers; choose between the sides and take the markers out"
            .to_owned(),
        snippet: String::new(),
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
    (recorded, base): (Option<Sha>, Option<&[u8]>),
    before: &Content,
    stamped: &Content,
    stamp: &Stamp,
) -> Merge {
    if recorded == Some(stamped.sha256()) || before.bytes == stamped.bytes {
        return Merge::Clean(before.bytes.clone());
    }
    if recorded == Some(before.sha256()) {
        return Merge::Clean(stamped.bytes.clone());
    }
    let base = base.and_then(text);
    let (Some(yours), Some(new)) = (before.text(), stamped.text()) else {
        return Merge::Conflict(before.bytes.clone());
    };
    let labels = Labels {
        base: "as stamped",
        yours: "yours",
        new: &format!("{OURS}{}", stamp.id),
    };
    match base {
        Some(base) => merge(base, yours, new, labels),
        None => match merge("", yours, new, labels) {
            Merge::Clean(bytes) | Merge::Conflict(bytes) => Merge::Conflict(bytes),
        },
    }
}

fn text(bytes: &[u8]) -> Option<&str> {
    std::str::from_utf8(bytes).ok()
}

/// Both sides where they do not meet, and what is stamped where they do.
fn new_side(base: Option<&[u8]>, before: &Content, stamped: &Content) -> Bytes {
    let base = base.unwrap_or_default();
    match (text(base), before.text(), stamped.text()) {
        (Some(base), Some(yours), Some(new)) => preferring_new(base, yours, new).into(),
        _ => stamped.bytes.clone(),
    }
}
