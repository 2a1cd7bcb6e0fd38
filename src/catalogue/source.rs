//! One place that patterns are read from: the binary, or a directory of `<stack>/<pattern>/`.

use std::ffi::OsStr;
use std::fs::{self, OpenOptions};
use std::io::Read;
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Component, Path, PathBuf};

use include_dir::{Dir, DirEntry, File, include_dir};
use rustix::buffer::spare_capacity;
use rustix::fs::OFlags;

use super::Entry;
use crate::change::Bytes;
use crate::error::{Error, Result};
use crate::pattern::TemplateFile;

static EMBEDDED: Dir<'static> = include_dir!("$OUT_DIR/templates");

/// Where patterns are read from.
#[derive(Clone, Debug)]
pub(super) enum Source {
    /// The patterns in the binary.
    Embedded,
    /// A directory that a person named.
    Directory(PathBuf),
}

impl Source {
    pub(super) fn directory(path: &Path) -> Result<Self> {
        if path.is_dir() {
            return Ok(Self::Directory(path.to_owned()));
        }
        Err(
            Error::usage(format!("`--patterns {}` is not a directory", shown(path)))
                .hint("name a directory that holds <stack>/<pattern>/pattern.toml"),
        )
    }

    /// How the path is named in messages.
    pub(super) fn origin(&self, path: &str) -> String {
        match self {
            Self::Embedded => format!("templates/{path}"),
            Self::Directory(root) => shown(&root.join(path)),
        }
    }

    pub(super) fn has(&self, path: &str) -> bool {
        match self {
            Self::Embedded => embedded(path).and_then(DirEntry::as_file).is_some(),
            Self::Directory(root) => {
                stays_inside(path) && root.join(path).symlink_metadata().is_ok()
            }
        }
    }

    pub(super) fn text(&self, path: &str) -> Result<String> {
        String::from_utf8(self.bytes(path)?)
            .map_err(|_| Error::pattern(format!("{} is not UTF-8", self.origin(path))))
    }

    fn bytes(&self, path: &str) -> Result<Vec<u8>> {
        match self {
            Self::Embedded => embedded(path)
                .and_then(DirEntry::as_file)
                .map(|file| file.contents().to_vec())
                .ok_or_else(|| Error::pattern(format!("{} is missing", self.origin(path)))),
            Self::Directory(root) => read_inside(root, path),
        }
    }

    pub(super) fn entries(&self) -> Vec<Entry> {
        match self {
            Self::Embedded => embedded_entries(),
            Self::Directory(root) => directory_entries(root),
        }
    }

    /// The folders of the pattern at `path`.
    pub(super) fn folders(&self, path: &str) -> Vec<String> {
        let folders: Vec<PathBuf> = match self {
            Self::Embedded => {
                let dir = embedded(path).and_then(DirEntry::as_dir);
                let dirs = dir.into_iter().flat_map(Dir::dirs);
                dirs.map(|dir| dir.path().to_owned()).collect()
            }
            Self::Directory(root) => directories(&root.join(path)),
        };
        let names = folders.iter().filter_map(|folder| folder.file_name());
        names
            .map(|name| name.to_string_lossy().into_owned())
            .collect()
    }

    /// The files below `folder` of the pattern at `path`, named by their path below it.
    pub(super) fn files(&self, path: &str, folder: &str) -> Result<Vec<TemplateFile>> {
        let path = format!("{path}/{folder}");
        let mut files = match self {
            Self::Embedded => {
                let mut files = Vec::new();
                if let Some(dir) = embedded(&path).and_then(DirEntry::as_dir) {
                    embedded_files(dir, Path::new(&path), &mut files);
                }
                files
            }
            Self::Directory(root) => directory_files(&root.join(path))?,
        };
        for file in &mut files {
            folder.clone_into(&mut file.folder);
        }
        Ok(files)
    }
}

/// What is embedded at `path`. `Dir::get_entry` takes both paths apart for every entry that it passes.
fn embedded(path: &str) -> Option<&'static DirEntry<'static>> {
    let mut entries = EMBEDDED.entries();
    let ends = path.match_indices('/').map(|(end, _)| end);
    let mut found = None;
    for end in ends.chain([path.len()]) {
        let wanted = OsStr::new(&path[..end]);
        found = entries
            .iter()
            .find(|entry| entry.path().as_os_str() == wanted);
        entries = found?.children();
    }
    found
}

fn is_manifest(file: &File<'_>) -> bool {
    file.path()
        .file_name()
        .is_some_and(|name| name == "pattern.toml")
}

fn embedded_entries() -> Vec<Entry> {
    let patterns = EMBEDDED.dirs().flat_map(Dir::dirs);
    patterns
        .filter(|dir| dir.files().any(is_manifest))
        .filter_map(|dir| entry(dir.path()))
        .collect()
}

fn entry(path: &Path) -> Option<Entry> {
    let mut parts = path
        .iter()
        .rev()
        .map(|part| part.to_string_lossy().into_owned());
    let name = parts.next()?;
    Some(Entry {
        stack: parts.next()?,
        name,
    })
}

fn embedded_files(dir: &Dir<'static>, base: &Path, files: &mut Vec<TemplateFile>) {
    for entry in dir.entries() {
        match entry {
            DirEntry::Dir(dir) => embedded_files(dir, base, files),
            DirEntry::File(file) => {
                let below = file.path().strip_prefix(base).unwrap_or(file.path());
                files.push(TemplateFile {
                    folder: String::new(),
                    path: below.to_string_lossy().into_owned(),
                    bytes: Bytes::fixed(file.contents()),
                });
            }
        }
    }
}

fn directory_entries(root: &Path) -> Vec<Entry> {
    let patterns = directories(root)
        .into_iter()
        .flat_map(|stack| directories(&stack));
    patterns
        .filter(|path| path.join("pattern.toml").symlink_metadata().is_ok())
        .filter_map(|path| entry(&path))
        .collect()
}

/// The directories in `path`; links are not followed.
fn directories(path: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(path).into_iter().flatten().flatten();
    let is_dir = |entry: &fs::DirEntry| entry.file_type().is_ok_and(|kind| kind.is_dir());
    entries.filter(is_dir).map(|entry| entry.path()).collect()
}

fn directory_files(base: &Path) -> Result<Vec<TemplateFile>> {
    let mut files = Vec::new();
    let mut open = vec![(base.to_owned(), String::new())];
    while let Some((dir, below)) = open.pop() {
        for child in fs::read_dir(&dir).into_iter().flatten().flatten() {
            let path = child.path();
            let Ok(name) = child.file_name().into_string() else {
                return Err(not_utf8(&path));
            };
            match child.file_type() {
                Ok(kind) if kind.is_dir() => open.push((path, format!("{below}{name}/"))),
                _ => files.push(template_file(below.clone() + &name, &path)?),
            }
        }
    }
    Ok(files)
}

/// Whether a path leads to something below where it starts, as far as its words tell.
fn stays_inside(path: &str) -> bool {
    Path::new(path)
        .components()
        .all(|part| matches!(part, Component::Normal(_)))
}

/// Reads a file below `root`; a link on the way may lead out of the project, so none is followed.
fn read_inside(root: &Path, path: &str) -> Result<Vec<u8>> {
    let mut way = root.to_owned();
    for part in Path::new(path).parent().into_iter().flatten() {
        way.push(part);
        if way.is_symlink() {
            return Err(not_a_file(&way));
        }
    }
    read(&root.join(path))
}

/// Reads a regular file and nothing else: a link may lead anywhere, a FIFO never ends.
fn read(path: &Path) -> Result<Vec<u8>> {
    match read_opened(path) {
        Ok(Some(bytes)) => Ok(bytes),
        Ok(None) => Err(not_a_file(path)),
        Err(_) if path.symlink_metadata().is_ok_and(|found| !found.is_file()) => {
            Err(not_a_file(path))
        }
        Err(error) => Err(Error::io(format!("cannot read {}", shown(path)), error)),
    }
}

/// The bytes, in as few calls as possible; nothing where something else than a file was opened.
fn read_opened(path: &Path) -> std::io::Result<Option<Vec<u8>>> {
    let flags = OFlags::NOFOLLOW | OFlags::NONBLOCK | OFlags::NOCTTY;
    let flags = i32::try_from(flags.bits()).unwrap_or_default();
    let file = OpenOptions::new()
        .read(true)
        .custom_flags(flags)
        .open(path)?;
    let found = file.metadata()?;
    if !found.is_file() {
        return Ok(None);
    }
    let mut bytes = Vec::with_capacity(usize::try_from(found.len()).unwrap_or(0) + 1);
    let room = bytes.capacity();
    // A regular file gives less than asked for only at its end.
    let at_end = rustix::io::read(&file, spare_capacity(&mut bytes)).is_ok_and(|read| read < room);
    if !at_end {
        file.take(u64::MAX).read_to_end(&mut bytes)?;
    }
    Ok(Some(bytes))
}

fn not_a_file(path: &Path) -> Error {
    Error::pattern(format!("{} is no regular file", shown(path)))
        .hint("patterns are made of files and directories; links are not followed")
}

fn not_utf8(path: &Path) -> Error {
    Error::pattern(format!("{}: the name is not UTF-8", shown(path)))
}

fn template_file(below: String, path: &Path) -> Result<TemplateFile> {
    Ok(TemplateFile {
        folder: String::new(),
        path: below,
        bytes: read(path)?.into(),
    })
}

fn shown(path: &Path) -> String {
    path.display().to_string().escape_debug().to_string()
}
