//! A directory's files in one file: a line with the length and the path of each, then its bytes.

use std::fs;
use std::io::Error;
use std::path::Path;

/// Adds every file below `dir` with its path from `root`.
pub(crate) fn gather(
    root: &Path,
    dir: &Path,
    files: &mut Vec<(String, Vec<u8>)>,
) -> Result<(), Error> {
    for entry in fs::read_dir(dir)? {
        let path = entry?.path();
        if path.is_dir() {
            gather(root, &path, files)?;
        } else {
            let below = path.strip_prefix(root).map_err(Error::other)?;
            files.push((below.to_string_lossy().into_owned(), fs::read(&path)?));
        }
    }
    Ok(())
}

/// The files of a pack.
pub(crate) fn files(pack: &[u8]) -> impl Iterator<Item = (&str, &[u8])> {
    let mut rest = pack;
    std::iter::from_fn(move || {
        let end = rest.iter().position(|byte| *byte == b'\n')?;
        let (length, path) = std::str::from_utf8(&rest[..end]).ok()?.split_once(' ')?;
        let (bytes, after) = rest[end + 1..].split_at_checked(length.parse().ok()?)?;
        rest = after;
        Some((path, bytes))
    })
}
