//! A stamp that was made before, beside what it draws up now: files that go, move, stay deleted or are history.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use similar::TextDiff;

use super::files::destination;
use super::known::Known;
use super::moved::{self, Missing, Moved};
use super::put_in::PutIn;
use super::undo::{Leaving, Past, without_edits_of};
use super::working::Working;
use super::{Conflict, Ground, OnConflict, Planned};
use crate::change::Content;
use crate::error::Result;
use crate::record::{Record, RecordedEdit, RecordedFile};
use crate::rel_path::RelPath;
use crate::render::Draft;
use crate::stamp::Stamp;

/// From this likeness on, a file that is new is one that is gone, under another name.
const LIKENESS: f32 = 0.6;

/// What is on record of a stamp that is drawn up again.
#[derive(Default)]
pub(super) struct Earlier<'a> {
    /// The record.
    pub(super) record: Option<&'a Record>,
    /// Its files, by their paths.
    files: HashMap<&'a str, &'a RecordedFile>,
    /// Files under a new path, with what they were.
    renamed: BTreeMap<String, &'a RecordedFile>,
    /// Files that are no longer drawn up.
    dropped: Vec<&'a RecordedFile>,
    /// Files that a person moved, by their paths on record.
    moved: BTreeMap<String, Moved>,
}

/// Finds what is on record of `stamp`; a file that is drawn up `elsewhere` is not gone.
///
/// # Errors
/// Where a file cannot be read.
pub(super) fn earlier<'a>(
    stamp: &Stamp,
    elsewhere: &dyn Fn(&str) -> bool,
    (ground, known, working): (&Ground<'a>, &Known<'a>, &mut Working),
) -> Result<Earlier<'a>> {
    let mut records = ground.records.iter();
    let Some(record) = records.find(|record| record.stamp == stamp.id) else {
        return Ok(Earlier::default());
    };
    let drafts = &stamp.drafts.files;
    let drawn: HashSet<&str> = drafts.iter().map(|draft| draft.path.as_str()).collect();
    let is_drawn = |file: &&RecordedFile| drawn.contains(file.path.as_str());
    let gone: Vec<&RecordedFile> = record
        .files
        .iter()
        .filter(|file| !file.once && !is_drawn(file) && !elsewhere(&file.path))
        .collect();
    let mut renamed: BTreeMap<String, &RecordedFile> = BTreeMap::new();
    for draft in drafts.iter().filter(|draft| !draft.shared && !draft.secret) {
        let path = destination(draft)?;
        if gone.is_empty() || record.file(&path).is_some() || working.before(&path)?.is_some() {
            continue;
        }
        let taken: BTreeSet<&str> = renamed.values().map(|file| file.path.as_str()).collect();
        let free = gone
            .iter()
            .filter(|file| !taken.contains(file.path.as_str()));
        if let Some(file) = likest(draft, free.copied(), known)? {
            renamed.insert(draft.path.clone(), file);
        }
    }
    let is_moved = |file: &&RecordedFile| !renamed.values().any(|old| old.path == file.path);
    let dropped = gone.into_iter().filter(is_moved).collect();
    let missing = missing(record, known, working)?;
    let by_path = |file: &'a RecordedFile| (file.path.as_str(), file);
    Ok(Earlier {
        moved: moved::moved(&missing, ground.records, (ground.tree, ground.everything))?,
        record: Some(record),
        files: record.files.iter().map(by_path).collect(),
        renamed,
        dropped,
    })
}

/// The files of the stamp that are not in their places, with what they were; also those that it shares.
fn missing<'a>(
    record: &'a Record,
    known: &Known<'a>,
    working: &mut Working,
) -> Result<Vec<Missing<'a>>> {
    let own = record.files.iter().filter(|file| !file.once);
    let mut files: Vec<&RecordedFile> = own.collect();
    for path in &record.uses {
        files.extend(known.file(&RelPath::new(path)?));
    }
    let mut missing = Vec::new();
    for file in files {
        let path = RelPath::new(&file.path)?;
        if working.before(&path)?.is_none()
            && let Some(base) = known.base(&path)?
        {
            missing.push((file, base));
        }
    }
    Ok(missing)
}

/// The file whose base text is most like the draft, if one is like it.
fn likest<'a>(
    draft: &Draft,
    files: impl Iterator<Item = &'a RecordedFile>,
    known: &Known,
) -> Result<Option<&'a RecordedFile>> {
    let mut best: Option<(f32, &RecordedFile)> = None;
    for file in files {
        let Some(base) = known.base(&RelPath::new(&file.path)?)? else {
            continue;
        };
        let likeness = likeness(&base, &draft.bytes);
        if likeness >= LIKENESS && best.is_none_or(|(most, _)| likeness > most) {
            best = Some((likeness, file));
        }
    }
    Ok(best.map(|(_, file)| file))
}

/// How much of two files is the same, from 0 to 1.
fn likeness(one: &[u8], other: &[u8]) -> f32 {
    match (std::str::from_utf8(one), std::str::from_utf8(other)) {
        _ if one == other => 1.0,
        (Ok(one), Ok(other)) => TextDiff::from_lines(one, other).ratio(),
        _ => 0.0,
    }
}

impl<'a> Earlier<'a> {
    /// What is on record of the file at `path`.
    pub(super) fn file(&self, path: &RelPath) -> Option<&'a RecordedFile> {
        self.files.get(path.as_str()).copied()
    }

    /// Whether the stamp shares the file at `path`, which another has on record.
    pub(super) fn uses(&self, path: &RelPath) -> bool {
        let mut used = self.record.into_iter().flat_map(|record| &record.uses);
        used.any(|used| used == path.as_str())
    }

    /// Where a person moved the file that is on record at `path`.
    pub(super) fn moved(&self, path: &RelPath) -> Option<&RelPath> {
        self.moved.get(path.as_str()).map(|moved| &moved.path)
    }

    /// What the file that is now drawn up at `path` was.
    pub(super) fn renamed(&self, path: &RelPath) -> Option<&'a RecordedFile> {
        self.renamed.get(path.as_str()).copied()
    }

    /// The files that are history and are not drawn up again.
    pub(super) fn history(&self) -> impl Iterator<Item = &'a RecordedFile> {
        let files = self.record.into_iter().flat_map(|record| &record.files);
        files.filter(|file| file.once)
    }
}

/// Plans that files go which the stamp no longer has; one that a person edited is kept, and named.
///
/// # Errors
/// Where a file cannot be read.
pub(super) fn drop_files(
    earlier: &Earlier,
    ground: &Ground,
    (working, planned): (&mut Working, &mut Planned),
) -> Result<()> {
    for file in &earlier.dropped {
        let path = RelPath::new(&file.path)?;
        let Some(content) = working.before(&path)?.cloned() else {
            if let Some(place) = earlier.moved(&path) {
                planned.notes.push(format!(
                    "`{path}` is no longer part of the pattern; it stays, as `{place}`"
                ));
            }
            continue;
        };
        if file.present {
            planned.notes.push(format!(
                "`{path}` is no longer part of the pattern; it stays, for it was there before"
            ));
            continue;
        }
        let is_base = file.base().is_some_and(|base| content.is_of(base));
        let untouched = is_base && content.executable == file.executable;
        if untouched {
            working.remove(&path)?;
            continue;
        }
        if ground.on_conflict == OnConflict::Replace {
            working.remove(&path)?;
            planned.conflicts.push(Conflict {
                path,
                settled: OnConflict::Replace,
                offered: None,
            });
            continue;
        }
        planned.notes.push(format!(
            "`{path}` is no longer part of the pattern; it stays, for it was edited"
        ));
        planned.conflicts.push(Conflict {
            path,
            settled: OnConflict::Keep,
            offered: None,
        });
    }
    Ok(())
}

/// Takes back the edits that the stamp no longer asks for, unless another stamp does; those of `done` are settled already.
///
/// # Errors
/// Where a file cannot be read.
pub(super) fn drop_edits<'a>(
    stamp: &Stamp,
    (earlier, done): (&Earlier, &[RecordedEdit]),
    ground: &Ground<'a>,
    (working, planned): (Working<'a>, Planned),
) -> Result<(Working<'a>, Planned)> {
    let Some(record) = earlier.record else {
        return Ok((working, planned));
    };
    let mut now = record.clone();
    now.edits = asked_for(stamp);
    now.edits.extend_from_slice(done);
    let gone = |edit: &&RecordedEdit| !now.edits.iter().any(|kept| kept.asks_as(edit));
    let paths: BTreeSet<&str> = record
        .edits
        .iter()
        .filter(gone)
        .map(|edit| edit.path.as_str())
        .collect();
    if paths.is_empty() {
        return Ok((working, planned));
    }
    let past = Past {
        tree: ground.tree,
        records: ground.records,
        actions: ground.actions,
        style: ground.style,
        on_conflict: ground.on_conflict,
        everything: ground.everything,
    };
    let leaving = Leaving {
        now: record.clone(),
        before: Some(now.clone()),
    };
    without_edits_of(&leaving, &paths, &past, (working, planned))
}

/// The edits of a stamp as a record has them.
pub(super) fn asked_for(stamp: &Stamp) -> Vec<RecordedEdit> {
    let drafts = stamp.drafts.edits.iter();
    drafts
        .map(|draft| super::records::edit(draft, false))
        .collect()
}

/// What stood at the old path of a file, for `new`: without the edits of `stamp` itself, but for those that it asks for
/// there.
pub(super) fn at_old_path(
    old: &RecordedFile,
    new: &RelPath,
    (stamp, earlier, ground): (&Stamp, &Earlier, &Ground),
    working: &mut Working,
) -> Result<(RelPath, Option<Content>)> {
    let path = RelPath::new(&old.path)?;
    let content = working.before(&path)?.cloned();
    let (Some(content), Some(record)) = (&content, earlier.record) else {
        return Ok((path, content));
    };
    let asked = asked_for(stamp);
    let stays = |edit: &RecordedEdit| {
        let there = RecordedEdit {
            path: new.to_string(),
            ..edit.clone()
        };
        asked.iter().any(|asked| asked.asks_as(&there))
    };
    let mut own = record.clone();
    own.edits.retain(|edit| !edit.present && !stays(edit));
    let without = content.text().and_then(|text| {
        let edits = PutIn::of(&[own], path.as_str(), text, ground.style);
        (!edits.is_empty()).then(|| edits.taken_back(text))
    });
    let bytes = without.map_or_else(|| content.bytes.clone(), Into::into);
    let content = Content {
        bytes,
        ..content.clone()
    };
    Ok((path, Some(content)))
}
