//! Migrations that stood on those that go: they stand on what those stood on, so that the history has no hole.

use std::collections::BTreeSet;

use super::Undo;
use crate::change::{Content, Sha};
use crate::edit::Rung;
use crate::edit::restand::{Gone, restand, revision};
use crate::error::Result;
use crate::plan::PlannedEdit;
use crate::rel_path::RelPath;
use crate::tree::EntryKind;

/// Closes the gaps in the history of migrations.
///
/// # Errors
/// Where a file cannot be read.
pub(super) fn close(undo: &mut Undo) -> Result<()> {
    let (gone, folders) = gone(undo)?;
    if gone.is_empty() {
        return Ok(());
    }
    let mut paths = revisions_in(undo, &folders)?;
    let staying = undo.staying.iter().flat_map(|record| &record.files);
    for file in staying.filter(|file| file.once) {
        paths.insert(RelPath::new(&file.path)?);
    }
    for path in paths {
        one(undo, &path, &gone)?;
    }
    records(undo, &gone)
}

/// The revisions that go, and where they stood.
fn gone(undo: &mut Undo) -> Result<(Gone, BTreeSet<String>)> {
    let files = undo.leaving.iter().flat_map(|one| &one.now.files);
    let mut gone = Gone::new();
    let mut folders = BTreeSet::new();
    for file in files.filter(|file| file.once) {
        let path = RelPath::new(&file.path)?;
        let is_gone = undo.working.now(&path)?.is_none();
        let before = undo.working.before(&path)?.filter(|_| is_gone);
        let known = before.and_then(Content::text).and_then(revision);
        if let Some((id, down)) = known {
            gone.insert(id, down);
            folders.insert(path.parent().to_owned());
        }
    }
    Ok((gone, folders))
}

/// The Python files that stand beside them.
fn revisions_in(undo: &Undo, folders: &BTreeSet<String>) -> Result<BTreeSet<RelPath>> {
    let mut paths = BTreeSet::new();
    for folder in folders.iter().filter(|folder| !folder.is_empty()) {
        let folder = &RelPath::new(folder)?;
        for entry in undo.past.tree.list(Some(folder))? {
            if entry.kind == EntryKind::File && entry.name.ends_with(".py") {
                paths.insert(folder.join(&entry.name)?);
            }
        }
    }
    Ok(paths)
}

fn one(undo: &mut Undo, path: &RelPath, gone: &Gone) -> Result<()> {
    let Some(content) = undo.working.now(path)?.cloned() else {
        return Ok(());
    };
    let Some((text, line)) = content.text().and_then(|text| restand(text, gone)) else {
        return Ok(());
    };
    let stands = revision(&text).map(|(_, down)| down.join("`, `"));
    let what = match stands {
        Some(down) if down.is_empty() => "make it the first migration".to_owned(),
        Some(down) => format!("let it stand on `{down}`"),
        None => "name the migration before".to_owned(),
    };
    undo.planned.edits.push(PlannedEdit {
        path: path.clone(),
        what,
        rung: Rung::Syntax,
        line,
        present: false,
    });
    let bytes = text.into();
    undo.working.set(path, Content { bytes, ..content })
}

/// What is on record of them says the same from now on.
fn records(undo: &mut Undo, gone: &Gone) -> Result<()> {
    for at in 0..undo.staying.len() {
        for number in 0..undo.staying[at].files.len() {
            let file = &undo.staying[at].files[number];
            if !file.once {
                continue;
            }
            let base = undo.base(file.base.as_deref())?;
            let text = base.and_then(|bytes| String::from_utf8(bytes.to_vec()).ok());
            if let Some((text, _)) = text.and_then(|text| restand(&text, gone)) {
                let sha = Sha::of(text.as_bytes());
                undo.fresh.insert(sha, text.into());
                undo.staying[at].files[number].base = Some(sha.to_string());
            }
        }
    }
    Ok(())
}
