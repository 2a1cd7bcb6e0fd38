//! Reading a project on disk, safely: nothing outside its root, through a link, or that is not a file.
//!
//! Writes nothing; `apply` does. A FIFO cannot make it hang, and what is in the way is named.

pub(crate) mod ahead;
pub(crate) mod beneath;
pub(crate) mod obstacle;
mod save;

use std::ffi::OsStr;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use rustix::fd::OwnedFd;
use rustix::fs::{AtFlags, Dir, FileType, Mode, OFlags};
use rustix::io::Errno;

pub(crate) use save::{read_given, save_new};

use crate::change::Content;
use crate::error::{Error, Result};
use crate::rel_path::RelPath;
use crate::tree::{Entry, EntryKind, Tree};

/// The root of a project: held open, so that it stays the same directory whatever happens to its name.
pub struct Root {
    path: PathBuf,
    place: Place,
}

/// Where the root is.
pub(crate) enum Place {
    /// There, and open.
    Here(OwnedFd),
    /// Not yet: applying a plan will make it, in a directory that exists.
    Missing {
        /// The directory it will be in.
        parent: OwnedFd,
        /// Its name there.
        name: String,
    },
}

impl Root {
    /// Opens the root at `path`. It need not exist yet if the directory that it would be in does.
    ///
    /// # Errors
    ///
    /// Where it is not a directory, may not be read, or would be in a directory that does not exist.
    pub fn open(path: &Path) -> Result<Self> {
        match fs::canonicalize(path) {
            Ok(full) => Self::here(full),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Self::missing(path),
            Err(error) if error.kind() == io::ErrorKind::NotADirectory => {
                Err(not_a_directory(path))
            }
            Err(error) => Err(cannot_open(path, error)),
        }
    }

    fn here(full: PathBuf) -> Result<Self> {
        let dir = open_dir(&full)?;
        Ok(Self {
            path: full,
            place: Place::Here(dir),
        })
    }

    fn missing(path: &Path) -> Result<Self> {
        // A directory by now: another run has just moved it into place.
        if path.is_dir() {
            return fs::canonicalize(path)
                .map_err(|error| cannot_open(path, error))
                .and_then(Self::here);
        }
        if path.is_symlink() {
            return Err(Error::project(format!(
                "the project root `{}` is a symlink that leads nowhere",
                shown(path)
            ))
            .hint("remove the symlink, or name the directory that is meant"));
        }
        let name = new_name(path)?;
        let parent = match path.parent() {
            Some(parent) if parent != Path::new("") => parent,
            _ => Path::new("."),
        };
        let full = fs::canonicalize(parent).map_err(|error| no_parent(parent, error))?;
        let dir = open_dir(&full)?;
        Ok(Self {
            path: full.join(&name),
            place: Place::Missing { parent: dir, name },
        })
    }

    /// Its absolute path, without links. For messages and for starting programs in it, not for opening files.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// The name of its directory, as far as it is text.
    #[must_use]
    pub fn name(&self) -> Option<&str> {
        self.path.file_name().and_then(OsStr::to_str)
    }

    /// Whether it was there when it was opened.
    #[must_use]
    pub fn exists(&self) -> bool {
        matches!(self.place, Place::Here(_))
    }

    pub(crate) fn place(&self) -> &Place {
        &self.place
    }

    /// The file at `path`, if there is one.
    ///
    /// # Errors
    ///
    /// Names the link, directory, FIFO, socket, device or file that is in the way, or what could not be read.
    pub fn read(&self, path: &RelPath) -> Result<Option<Content>> {
        let Place::Here(dir) = &self.place else {
            return Ok(None);
        };
        match beneath::open_file(dir, path.as_str()).and_then(|file| beneath::content(&file)) {
            Ok(found) => match found {
                beneath::Found::File(content, _) => Ok(Some(content)),
                beneath::Found::Else(what) => Err(what.in_the_way_of(path.as_str(), path.as_str())),
            },
            Err(Errno::NOENT) => Ok(None),
            Err(error) => Err(obstacle::explain(dir, path.as_str(), error)),
        }
    }

    /// What lies directly in `dir` (the root without one), in the order of the names; nothing where it does not exist.
    ///
    /// Hidden names are listed; names that are not UTF-8 are not, since no path can name them.
    ///
    /// # Errors
    ///
    /// As [`Root::read`].
    pub fn list(&self, dir: Option<&RelPath>) -> Result<Vec<Entry>> {
        let Place::Here(root) = &self.place else {
            return Ok(Vec::new());
        };
        let path = dir.map_or(".", RelPath::as_str);
        let found = beneath::open_dir(root, path).and_then(|dir| entries(&dir));
        match found {
            Err(Errno::NOENT) => Ok(Vec::new()),
            found => found.map_err(|error| obstacle::explain_dir(root, path, error)),
        }
    }
}

impl Tree for Root {
    fn read(&self, path: &RelPath) -> Result<Option<Content>> {
        Self::read(self, path)
    }

    fn list(&self, dir: Option<&RelPath>) -> Result<Vec<Entry>> {
        Self::list(self, dir)
    }
}

fn open_dir(path: &Path) -> Result<OwnedFd> {
    let flags = OFlags::RDONLY | OFlags::DIRECTORY | OFlags::CLOEXEC;
    rustix::fs::open(path, flags, Mode::empty()).map_err(|error| match error {
        Errno::NOTDIR => not_a_directory(path),
        error => cannot_open(path, error.into()),
    })
}

/// The name of a root that is to be made, which has to keep to the path policy like every other.
fn new_name(path: &Path) -> Result<String> {
    let name = path.file_name().and_then(OsStr::to_str).ok_or_else(|| {
        Error::usage(format!(
            "`{}` cannot be the name of a new project root",
            shown(path)
        ))
        .hint("name a directory, in UTF-8")
    })?;
    Ok(RelPath::new(name)?.as_str().to_owned())
}

/// What is in an open directory.
pub(crate) fn entries(dir: &OwnedFd) -> rustix::io::Result<Vec<Entry>> {
    let mut entries = Vec::new();
    for entry in Dir::read_from(dir)? {
        let entry = entry?;
        let Ok(name) = entry.file_name().to_str() else {
            continue;
        };
        if matches!(name, "." | "..") {
            continue;
        }
        let kind = entry_kind(dir, name, entry.file_type())?;
        entries.extend(kind.map(|kind| Entry {
            name: name.to_owned(),
            kind,
        }));
    }
    entries.sort();
    Ok(entries)
}

/// What `name` is; nothing if it went away since it was listed.
fn entry_kind(
    dir: impl rustix::fd::AsFd,
    name: &str,
    listed: FileType,
) -> rustix::io::Result<Option<EntryKind>> {
    let known = if listed == FileType::Unknown {
        match rustix::fs::statat(dir, name, AtFlags::SYMLINK_NOFOLLOW) {
            Ok(stat) => FileType::from_raw_mode(stat.st_mode),
            Err(Errno::NOENT) => return Ok(None),
            Err(error) => return Err(error),
        }
    } else {
        listed
    };
    Ok(Some(match known {
        FileType::RegularFile => EntryKind::File,
        FileType::Directory => EntryKind::Directory,
        FileType::Symlink => EntryKind::Symlink,
        _ => EntryKind::Other,
    }))
}

/// A path of this machine for a message, with nothing in it that a terminal would obey.
pub(crate) fn shown(path: &Path) -> String {
    path.to_string_lossy().chars().flat_map(plain).collect()
}

fn plain(c: char) -> impl Iterator<Item = char> {
    let escaped = c.escape_debug().len() > 1 && !matches!(c, '\'' | '"' | '\\');
    let (raw, escape) = if escaped {
        (None, Some(c.escape_debug()))
    } else {
        (Some(c), None)
    };
    raw.into_iter().chain(escape.into_iter().flatten())
}

/// Names the first thing on the way that exists, which is what is in the way.
fn not_a_directory(path: &Path) -> Error {
    let exists = |path: &&Path| fs::symlink_metadata(path).is_ok();
    let at = path.ancestors().find(exists).unwrap_or(path);
    let message = if at == path {
        format!("the project root `{}` is not a directory", shown(path))
    } else {
        let (at, path) = (shown(at), shown(path));
        format!("`{at}` is not a directory, in the way of the project root `{path}`")
    };
    Error::project(message).hint("name the directory of the project with `--into`")
}

fn cannot_open(path: &Path, error: io::Error) -> Error {
    Error::io(
        format!("cannot open the project root `{}`", shown(path)),
        error,
    )
}

fn no_parent(parent: &Path, error: io::Error) -> Error {
    let name = shown(parent);
    match error.kind() {
        io::ErrorKind::NotFound => Error::project(format!(
            "the directory `{name}`, in which the project root would be made, does not exist"
        ))
        .hint(format!("make it first: `mkdir -p {name}`")),
        io::ErrorKind::NotADirectory => not_a_directory(parent),
        _ => cannot_open(parent, error),
    }
}

#[cfg(test)]
#[expect(clippy::disallowed_methods, reason = "tests set the scene by hand")]
mod tests;
