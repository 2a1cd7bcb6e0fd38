//! The record in a saved plan: what it may write there.

use super::SavedChange;
use crate::error::{Error, Result};
use crate::history::COPIES;
use crate::plan::About;
use crate::record::{BASE, Record, STAMPS, unpacked};
use crate::rel_path::{RECORD_DIR, RelPath};

/// Refuses records and base texts that are none, and everything else below `.patgen/`, such as patterns.
pub(super) fn ensure_sound(changes: &[SavedChange]) -> Result<()> {
    changes
        .iter()
        .filter(|change| change.path.is_record())
        .try_for_each(sound)
}

/// Refuses a plan that makes a stamp without naming it: an undo of the last action could not find it.
pub(super) fn ensure_named(about: &About, changes: &[SavedChange]) -> Result<()> {
    let folder = format!("{RECORD_DIR}/{STAMPS}");
    let made = changes.iter().filter(|change| change.before.is_none());
    for path in made
        .map(|change| &change.path)
        .filter(|path| path.parent() == folder)
    {
        let is_it = |id: &String| path.name().strip_suffix(".toml") == Some(id);
        if about.command != "undo" && !about.stamps.iter().any(is_it) {
            let message = format!("`{path}`: `stamps` does not name the stamp that is made there");
            return Err(Error::usage(message));
        }
    }
    Ok(())
}

fn sound(change: &SavedChange) -> Result<()> {
    let path = &change.path;
    let folder = path.parent().strip_prefix(RECORD_DIR).unwrap_or_default();
    match (folder.trim_start_matches('/'), &change.after) {
        (STAMPS, Some(after)) => {
            let text = after.text().ok_or_else(|| foreign(path))?;
            Record::parse(text, path.as_str()).map(drop)
        }
        (BASE, Some(after)) => unpacked(after, path)
            .and_then(|texts| texts.check())
            .map_err(|_| misnamed(path)),
        (STAMPS | BASE, None) => Ok(()),
        (folder, _) if is_copy(folder) => Ok(()),
        _ => Err(foreign(path)),
    }
}

/// Whether what people wrote in replaced files is kept there.
fn is_copy(folder: &str) -> bool {
    folder
        .strip_prefix(COPIES)
        .is_some_and(|below| below.is_empty() || below.starts_with('/'))
}

fn misnamed(path: &RelPath) -> Error {
    Error::usage(format!(
        "`{path}`: it does not hold the base texts that its name says"
    ))
}

fn foreign(path: &RelPath) -> Error {
    Error::usage(format!(
        "`{path}`: a plan writes records and base texts there, nothing else"
    ))
}
