//! The record in a saved plan: what it may write there.

use super::SavedChange;
use crate::change::Sha;
use crate::error::{Error, Result};
use crate::record::{BASE, Record, STAMPS, read_base};
use crate::rel_path::{RECORD_DIR, RelPath};

/// The largest base text that a plan may hold.
const LARGEST_BASE: u32 = 64 * 1024 * 1024;

/// Refuses records and base texts that are none, and everything else below `.patgen/`, such as patterns.
pub(super) fn ensure_sound(changes: &[SavedChange]) -> Result<()> {
    changes
        .iter()
        .filter(|change| change.path.is_record())
        .try_for_each(sound)
}

fn sound(change: &SavedChange) -> Result<()> {
    let path = &change.path;
    let folder = path.parent().strip_prefix(RECORD_DIR).unwrap_or_default();
    match (folder.trim_start_matches('/'), &change.after) {
        (STAMPS, Some(after)) => {
            let text = after.text().ok_or_else(|| foreign(path))?;
            Record::parse(text, path.as_str()).map(drop)
        }
        (BASE, Some(after)) => {
            ensure_small(&after.bytes, path)?;
            let sha = Sha::of(&read_base(after, path)?);
            let named = *path.name() == format!("{sha}.lz4");
            if named { Ok(()) } else { Err(misnamed(path)) }
        }
        (STAMPS | BASE, None) => Ok(()),
        _ => Err(foreign(path)),
    }
}

/// A base text says in its first four bytes how large it is: a small file must not ask for all of the memory.
fn ensure_small(bytes: &[u8], path: &RelPath) -> Result<()> {
    let size = bytes
        .first_chunk()
        .map_or(0, |size| u32::from_le_bytes(*size));
    if size > LARGEST_BASE {
        return Err(Error::usage(format!(
            "`{path}`: a base text is not that large"
        )));
    }
    Ok(())
}

fn misnamed(path: &RelPath) -> Error {
    Error::usage(format!(
        "`{path}`: it is not the base text that its name says"
    ))
}

fn foreign(path: &RelPath) -> Error {
    Error::usage(format!(
        "`{path}`: a plan writes records and base texts there, nothing else"
    ))
}
