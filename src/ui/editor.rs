//! The person's own editor, on a copy outside the project.

use std::ffi::OsString;
use std::fs;
use std::io::{self, Write};
use std::os::fd::AsFd;
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use crate::error::{Error, Kind, Result};

/// What a person makes of `bytes` in `$VISUAL` or `$EDITOR`; the copy is called `name`, so that the editor knows the
/// language.
///
/// # Errors
/// Where the editor cannot be started or does not end well.
pub(super) fn edited(name: &str, bytes: &[u8]) -> Result<Vec<u8>> {
    let cannot = |error| Error::io("cannot make a copy for the editor", error);
    let scratch = Scratch::make(name, bytes).map_err(cannot)?;
    let editor = ["VISUAL", "EDITOR"]
        .into_iter()
        .find_map(|name| std::env::var_os(name).filter(|value| !value.is_empty()))
        .unwrap_or_else(|| OsString::from("vi"));
    let shown = editor.to_string_lossy().into_owned();
    let status = started(&editor, &scratch.file).map_err(|error| {
        Error::io(format!("cannot start the editor `{shown}`"), error)
            .hint("set `VISUAL` or `EDITOR`")
    })?;
    if !status.success() {
        let message = format!("the editor `{shown}` ended with {status}: nothing of it is taken");
        return Err(Error::new(Kind::Io, message));
    }
    fs::read(&scratch.file).map_err(|error| Error::io("cannot read what the editor left", error))
}

/// The editor as a shell starts it, so that it may be several words; it draws on the terminal that is asked at.
fn started(editor: &OsString, file: &Path) -> io::Result<std::process::ExitStatus> {
    let mut line = editor.clone();
    line.push(" \"$@\"");
    let screen = io::stderr().as_fd().try_clone_to_owned()?;
    Command::new("sh")
        .arg("-c")
        .args([&line, editor])
        .arg(file)
        .stdout(Stdio::from(screen))
        .status()
}

/// A file in a directory of its own, for its owner alone; both go with the value.
struct Scratch {
    directory: PathBuf,
    file: PathBuf,
}

impl Scratch {
    fn make(name: &str, bytes: &[u8]) -> io::Result<Self> {
        let mut random = [0; 8];
        getrandom::fill(&mut random).map_err(|error| io::Error::other(error.to_string()))?;
        let unique = u64::from_ne_bytes(random);
        let directory = std::env::temp_dir().join(format!("patgen-review-{unique:016x}"));
        fs::DirBuilder::new().mode(0o700).create(&directory)?;
        let file = directory.join(name);
        let scratch = Self { directory, file };
        let mut options = fs::OpenOptions::new();
        let mut copy = options
            .write(true)
            .create_new(true)
            .mode(0o600)
            .open(&scratch.file)?;
        copy.write_all(bytes)?;
        Ok(scratch)
    }
}

impl Drop for Scratch {
    #[expect(
        clippy::disallowed_methods,
        reason = "the copy is the editor's own and lies outside the project"
    )]
    fn drop(&mut self) {
        // A copy that cannot be removed harms nobody.
        let _ = fs::remove_dir_all(&self.directory);
    }
}
