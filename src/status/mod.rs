//! What became of a stamp: each file and edit of its record, compared with the tree and with the pattern as it is now.
//!
//! Pure: the tree is read through `Tree`, and the stamp as it would be made now is a value.

mod edited;

use std::collections::BTreeSet;

use crate::change::Content;
use crate::edit::{self, Outcome};
use crate::error::Result;
use crate::plan::moved::{Everything, moved};
use crate::record::{Record, RecordedEdit, RecordedFile};
use crate::rel_path::RelPath;
use crate::render::{CodeStyle, Draft};
use crate::stamp::Stamp;
use crate::tree::Tree;

/// What states are told from.
pub struct Setting<'a> {
    /// The project.
    pub tree: &'a dyn Tree,
    /// The records of all stamps.
    pub records: &'a [Record],
    /// How the project writes its code.
    pub style: &'a CodeStyle,
    /// Lists the files that stamped ones may have become.
    pub everything: &'a Everything<'a>,
}

/// What became of a stamped file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FileState {
    /// It is as it was stamped; edits of stamps may have been made in it.
    AsStamped,
    /// Somebody edited it.
    Edited,
    /// It is not there.
    Missing,
    /// It is as it was stamped, and the pattern makes something else of it now.
    Outdated,
}

/// What became of an edit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EditState {
    /// The file says what it was edited to say.
    InPlace,
    /// It does not, or is not there.
    Gone,
    /// It is a file for secrets that this machine has none of: git carries it from no other.
    NotHere,
}

/// What became of a stamp.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Status {
    /// Every file of the record, in its order.
    pub files: Vec<(String, FileState)>,
    /// Every edit of the record, in its order: the file, what it does, what became of it.
    pub edits: Vec<(String, String, EditState)>,
    /// What else is to be said.
    pub notes: Vec<Note>,
}

/// Something to know about a stamp or one of its files.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Note {
    /// The file, where it is about one.
    pub path: Option<String>,
    /// The line, from 1, where there is one to look at.
    pub line: Option<usize>,
    /// What it is, in words.
    pub what: String,
}

impl FileState {
    /// The word in tables and JSON.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::AsStamped => "as-stamped",
            Self::Edited => "edited",
            Self::Missing => "missing",
            Self::Outdated => "outdated",
        }
    }
}

impl EditState {
    /// The word in tables and JSON.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::InPlace => "in-place",
            Self::Gone => "gone",
            Self::NotHere => "not-here",
        }
    }
}

impl Status {
    /// Whether anything is not as it was stamped, or not as the pattern stamps it now.
    #[must_use]
    pub fn is_drifted(&self) -> bool {
        let files = self.files.iter();
        let edits = self.edits.iter();
        !self.notes.is_empty()
            || files
                .clone()
                .any(|(_, state)| *state != FileState::AsStamped)
            || edits.clone().any(|(.., state)| *state == EditState::Gone)
    }
}

/// What became of the stamp on `record`; `fresh` is the same stamp as it would be made now, where that can be told.
///
/// # Errors
/// None in practice: the paths of a record keep to the policy.
pub fn status(record: &Record, fresh: Option<&Stamp>, setting: &Setting) -> Result<Status> {
    let mut status = Status::default();
    let style = setting.style.edit_style();
    for file in &record.files {
        let state = file_state(
            (record, file),
            is_outdated(file, fresh),
            setting,
            &mut status.notes,
        )?;
        status.files.push((file.path.clone(), state));
    }
    for edit in &record.edits {
        let (what, state) = edit_state(edit, setting.tree, &style, &mut status.notes)?;
        status.edits.push((edit.path.clone(), what, state));
    }
    status.notes.extend(elsewhere(record, &status, setting)?);
    status
        .notes
        .extend(markers_in_edited(record, setting.tree)?);
    status.notes.extend(added(record, fresh));
    Ok(status)
}

/// Files that are not in their places, and where people moved them.
fn elsewhere(record: &Record, status: &Status, setting: &Setting) -> Result<Vec<Note>> {
    let states = record.files.iter().zip(&status.files);
    let missing = states.filter(|(_, (_, state))| *state == FileState::Missing);
    let mut files = Vec::new();
    for (file, _) in missing {
        if let Some(base) = edited::base(record, file, setting.tree)? {
            files.push((file, base.into()));
        }
    }
    let found = moved(&files, setting.records, (setting.tree, setting.everything))?;
    let told = found.iter().map(|(path, moved)| {
        let how = if moved.is_same {
            "as it was stamped"
        } else {
            "edited"
        };
        note(path, None, &format!("is `{}` now, {how}", moved.path))
    });
    Ok(told.collect())
}

/// Whether the pattern makes something else of the file now, or no such file; what is history stays as it is.
fn is_outdated(file: &RecordedFile, fresh: Option<&Stamp>) -> bool {
    let Some(stamp) = fresh.filter(|_| !file.once) else {
        return false;
    };
    let mut drafts = stamp.drafts.files.iter();
    let same = |draft: &Draft| {
        file.base().is_none_or(|base| base == draft.bytes.sha256())
            && file.executable == draft.executable
    };
    !drafts.any(|draft| draft.path == file.path && same(draft))
}

/// What became of one file.
fn file_state(
    (record, file): (&Record, &RecordedFile),
    outdated: bool,
    setting: &Setting,
    notes: &mut Vec<Note>,
) -> Result<FileState> {
    let content = match setting.tree.read(&RelPath::new(&file.path)?) {
        Ok(None) => return Ok(FileState::Missing),
        Ok(Some(content)) => content,
        Err(error) => {
            notes.push(note(&file.path, None, error.message()));
            return Ok(FileState::Edited);
        }
    };
    notes.extend(markers(&content).map(|line| note(&file.path, Some(line), MARKERS)));
    let same = is_base(file, &content);
    if !same && !edited::by_stamps_alone((record, file), &content, setting)? {
        if outdated {
            notes.push(note(&file.path, None, ALSO_OUTDATED));
        }
        return Ok(FileState::Edited);
    }
    Ok(if outdated {
        FileState::Outdated
    } else {
        FileState::AsStamped
    })
}

const MARKERS: &str = "holds conflict markers: choose between the sides and take the markers out";
const ALSO_OUTDATED: &str = "is outdated too: the pattern makes something else of it now";

fn note(path: &str, line: Option<usize>, what: &str) -> Note {
    Note {
        path: Some(path.to_owned()),
        line,
        what: what.to_owned(),
    }
}

/// Whether a content is the base of the file.
fn is_base(file: &RecordedFile, content: &Content) -> bool {
    let same = file.base().is_none_or(|base| content.is_of(base));
    same && file.executable == content.executable
}

/// The line, from 1, of the first side of an unsettled conflict.
fn markers(content: &Content) -> Option<usize> {
    let text = content.text()?;
    let opens = text.lines().position(|line| line.starts_with("<<<<<<< "))?;
    let mut rest = text.lines().skip(opens);
    rest.any(|line| line.starts_with(">>>>>>> "))
        .then_some(opens + 1)
}

/// Conflict markers in files that are only edited.
fn markers_in_edited(record: &Record, tree: &dyn Tree) -> Result<Vec<Note>> {
    let stamped = |path: &String| record.files.iter().any(|file| file.path == *path);
    let edited: BTreeSet<&String> = record.edits.iter().map(|edit| &edit.path).collect();
    let mut notes = Vec::new();
    for path in edited.into_iter().filter(|path| !stamped(path)) {
        let content = tree.read(&RelPath::new(path)?).ok().flatten();
        let line = content.as_ref().and_then(markers);
        notes.extend(line.map(|line| note(path, Some(line), MARKERS)));
    }
    Ok(notes)
}

fn edit_state(
    edit: &RecordedEdit,
    tree: &dyn Tree,
    style: &edit::Style,
    notes: &mut Vec<Note>,
) -> Result<(String, EditState)> {
    let operation = match edit.operation() {
        Ok(operation) => operation,
        Err(error) => {
            notes.push(note(&edit.path, None, error.message()));
            return Ok((edit.op.clone(), EditState::Gone));
        }
    };
    let found = tree.read(&RelPath::new(&edit.path)?);
    if edit.is_secret() && matches!(found, Ok(None)) {
        return Ok((operation.what(), EditState::NotHere));
    }
    let content = found.ok().flatten();
    let outcome = content.as_ref().and_then(Content::text).map(|text| {
        let edited = edit::edit(&operation, &edit.path, text, style);
        edited.map(|(_, outcome)| outcome)
    });
    let state = match outcome {
        Some(Ok(Outcome::Present { .. })) => EditState::InPlace,
        _ => EditState::Gone,
    };
    Ok((operation.what(), state))
}

/// The files that the pattern makes now and did not make then.
fn added(record: &Record, fresh: Option<&Stamp>) -> Vec<Note> {
    let drafts = fresh.into_iter().flat_map(|stamp| &stamp.drafts.files);
    drafts
        .filter(|draft| !draft.shared && !draft.secret && !draft.once)
        .filter(|draft| !record.files.iter().any(|file| file.path == draft.path))
        .map(|draft| note(&draft.path, None, "is new in the pattern"))
        .collect()
}
