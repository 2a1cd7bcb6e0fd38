//! What can be in the way of a file, and how that is said.
//!
//! Looks at the tree to find out; opens nothing.

use std::io;

use rustix::fd::{AsFd, OwnedFd};
use rustix::fs::{AtFlags, FileType};
use rustix::io::Errno;

use super::beneath;
use crate::error::Error;

/// Something that is not a regular file where one was looked for, or not a directory where one was needed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Obstacle {
    /// A regular file where a directory is needed.
    File,
    /// A directory where a file is meant to be.
    Directory,
    /// A symbolic link, wherever it leads.
    Symlink,
    /// A named pipe.
    Fifo,
    /// A socket.
    Socket,
    /// A device.
    Device,
}

impl Obstacle {
    /// What is in the way of a regular file; nothing, if it is one.
    pub(crate) fn of(kind: FileType) -> Option<Self> {
        match kind {
            FileType::RegularFile => None,
            FileType::Directory => Some(Self::Directory),
            FileType::Symlink => Some(Self::Symlink),
            FileType::Fifo => Some(Self::Fifo),
            FileType::Socket => Some(Self::Socket),
            _ => Some(Self::Device),
        }
    }

    /// The error that `at` is this, and not a directory.
    pub(crate) fn where_a_directory_is_wanted(self, at: &str) -> Error {
        let what = self.words();
        Error::project(format!("`{at}` is {what}, where a directory is wanted"))
            .hint(self.way_out())
    }

    fn way_out(self) -> &'static str {
        match self {
            Self::Symlink => {
                "patgen neither reads nor writes through symlinks: put the real thing in its place"
            }
            _ => "move it away, or choose other names",
        }
    }

    fn words(self) -> &'static str {
        match self {
            Self::File => "a file",
            Self::Directory => "a directory",
            Self::Symlink => "a symlink",
            Self::Fifo => "a FIFO",
            Self::Socket => "a socket",
            Self::Device => "a device",
        }
    }

    /// The error that `at` is this, in the way of the file `path`.
    pub(crate) fn in_the_way_of(self, at: &str, path: &str) -> Error {
        let what = self.words();
        let message = if at == path {
            format!("`{at}` is {what}, where a file is wanted")
        } else {
            format!("`{at}` is {what}, in the way of `{path}`")
        };
        Error::project(message).hint(self.way_out())
    }
}

/// The error for the file at `path` below `root`, which could not be opened.
pub(crate) fn explain(root: impl AsFd, path: &str, error: Errno) -> Error {
    match find(root, path, FileType::RegularFile) {
        Some((at, obstacle)) => obstacle.in_the_way_of(at, path),
        None => cannot("read", path, error),
    }
}

/// The error for the directory at `path` below `root`, which could not be opened.
pub(crate) fn explain_dir(root: impl AsFd, path: &str, error: Errno) -> Error {
    match find(root, path, FileType::Directory) {
        Some((at, obstacle)) => obstacle.where_a_directory_is_wanted(at),
        None => cannot("read", path, error),
    }
}

/// The error that the system refused to `verb` the thing at `path`.
pub(crate) fn cannot(verb: &str, path: &str, error: impl Into<io::Error>) -> Error {
    let source: io::Error = error.into();
    let full = matches!(
        source.kind(),
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded
    );
    let error = Error::io(format!("cannot {verb} `{path}`"), source);
    if full {
        error.hint("make room on the disk, then run the command again")
    } else {
        error
    }
}

/// The first thing on the way to `path`, itself included, that is not what is wanted.
fn find(root: impl AsFd, path: &str, wanted: FileType) -> Option<(&str, Obstacle)> {
    let mut above: Option<OwnedFd> = None;
    let mut start = 0;
    loop {
        let end = path[start..].find('/').map_or(path.len(), |at| start + at);
        let (name, last) = (&path[start..end], end == path.len());
        let dir = above.as_ref().map_or(root.as_fd(), AsFd::as_fd);
        let found = rustix::fs::statat(dir, name, AtFlags::SYMLINK_NOFOLLOW).ok()?;
        match FileType::from_raw_mode(found.st_mode) {
            kind if last && kind == wanted => return None,
            kind if last => return Some((path, Obstacle::of(kind).unwrap_or(Obstacle::File))),
            FileType::Directory => above = Some(beneath::open_dir_in(dir, name).ok()?),
            kind => return Some((&path[..end], Obstacle::of(kind).unwrap_or(Obstacle::File))),
        }
        start = end + 1;
    }
}
