//! Files that a person asked for by name, outside of any plan.

use std::fs;
use std::io::{self, Read, Write};
use std::os::unix::fs::{FileTypeExt, OpenOptionsExt};
use std::path::Path;

use super::shown;
use crate::error::{Error, Result};

/// Writes a file that is not there yet, for its owner alone.
///
/// # Errors
/// A usage error where there is something at `path`, an I/O error where it cannot be written; then it is not left.
pub(crate) fn save_new(path: &Path, bytes: &[u8]) -> Result<()> {
    let mut options = fs::OpenOptions::new();
    let options = options.write(true).create_new(true).mode(0o600);
    let mut file = options.open(path).map_err(|error| not_made(path, error))?;
    let written = file.write_all(bytes).and_then(|()| file.sync_all());
    written.map_err(|error| {
        // What was begun is of no use; where it cannot be removed, reading it will say so.
        #[expect(clippy::disallowed_methods, reason = "a file that this function made")]
        let _ = fs::remove_file(path);
        Error::io(format!("cannot write `{}`", shown(path)), error)
    })
}

fn not_made(path: &Path, error: io::Error) -> Error {
    if error.kind() == io::ErrorKind::AlreadyExists {
        let message = format!("`{}` is there already", shown(path));
        return Error::usage(message).hint("name a file that is not there, or remove it");
    }
    Error::io(format!("cannot make `{}`", shown(path)), error)
}

/// Reads the file at `path`, or stdin where there is none; no more than one byte over `limit`.
///
/// # Errors
/// A usage error where it is no file, an I/O error where it cannot be read.
pub(crate) fn read_given(path: Option<&Path>, limit: u64) -> Result<Vec<u8>> {
    let mut bytes = Vec::new();
    let read = match path {
        None => io::stdin().lock().take(limit + 1).read_to_end(&mut bytes),
        Some(path) => {
            ensure_readable(path)?;
            let file = fs::File::open(path);
            file.and_then(|file| file.take(limit + 1).read_to_end(&mut bytes))
        }
    };
    let name = path.map_or_else(|| "stdin".to_owned(), |path| format!("`{}`", shown(path)));
    read.map_err(|error| Error::io(format!("cannot read {name}"), error))?;
    Ok(bytes)
}

/// Refuses what is no file and what nobody may ever write to. Below `/dev` the shell hands over what it holds open, as
/// for `<(command)`.
fn ensure_readable(path: &Path) -> Result<()> {
    let kind = fs::metadata(path).map(|found| found.file_type());
    let what = match kind {
        Ok(kind) if kind.is_dir() => "a directory",
        Ok(kind) if kind.is_fifo() && !path.starts_with("/dev") => "a FIFO",
        Ok(kind) if kind.is_socket() => "a socket",
        _ => return Ok(()),
    };
    let message = format!("`{}` is {what}", shown(path));
    Err(Error::usage(message).hint("name a plain file"))
}
