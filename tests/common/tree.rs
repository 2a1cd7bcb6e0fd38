//! Everything below a directory, so that two states can be compared: contents, modes, links, time stamps.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs;
use std::os::unix::fs::{FileTypeExt, MetadataExt};
use std::path::{Path, PathBuf};
use std::time::SystemTime;

/// What is below a directory, by path; the directory itself is the empty path.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tree(BTreeMap<PathBuf, Node>);

#[derive(Clone, Debug, PartialEq, Eq)]
struct Node {
    content: Content,
    mode: u32,
    inode: u64,
    modified: SystemTime,
}

#[derive(Clone, PartialEq, Eq)]
enum Content {
    File(Vec<u8>),
    Link(PathBuf),
    Directory,
    Other,
}

impl std::fmt::Debug for Content {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::File(bytes) => write!(f, "{:?}", String::from_utf8_lossy(bytes)),
            Self::Link(target) => write!(f, "-> {}", target.display()),
            Self::Directory => f.write_str("a directory"),
            Self::Other => f.write_str("no file"),
        }
    }
}

impl Tree {
    /// Everything below `directory`.
    pub fn of(directory: &Path) -> Self {
        let mut nodes = BTreeMap::new();
        let mut open = vec![PathBuf::new()];
        while let Some(path) = open.pop() {
            let whole = directory.join(&path);
            let node = node(&whole);
            if matches!(node.content, Content::Directory) {
                let children = fs::read_dir(&whole).expect("a directory that can be read");
                open.extend(children.map(|child| path.join(child.expect("a name").file_name())));
            }
            nodes.insert(path, node);
        }
        Self(nodes)
    }

    /// The paths of all that is no directory.
    pub fn files(&self) -> Vec<String> {
        let files = self
            .0
            .iter()
            .filter(|(_, node)| !matches!(node.content, Content::Directory));
        files
            .map(|(path, _)| path.to_string_lossy().into_owned())
            .collect()
    }

    /// The paths of all directories.
    pub fn directories(&self) -> Vec<String> {
        let all = self.0.iter();
        all.filter(|(_, node)| matches!(node.content, Content::Directory))
            .map(|(path, _)| path.to_string_lossy().into_owned())
            .collect()
    }

    /// Without what is below these paths.
    pub fn without(mut self, paths: &[&str]) -> Self {
        self.0
            .retain(|path, _| !paths.iter().any(|gone| path.starts_with(gone)));
        self
    }

    /// Every file with its content and executable bit: what two trees made at different times can share.
    pub fn contents(&self) -> BTreeMap<String, (Vec<u8>, bool)> {
        let mut contents = BTreeMap::new();
        for (path, node) in &self.0 {
            if let Content::File(bytes) = &node.content {
                let executable = node.mode & 0o100 != 0;
                contents.insert(
                    path.to_string_lossy().into_owned(),
                    (bytes.clone(), executable),
                );
            }
        }
        contents
    }

    /// The permissions of a file or directory.
    #[track_caller]
    pub fn mode(&self, path: &str) -> u32 {
        self.0
            .get(Path::new(path))
            .unwrap_or_else(|| panic!("no {path}"))
            .mode
            & 0o7777
    }

    /// The bytes of a file.
    #[track_caller]
    pub fn bytes(&self, path: &str) -> &[u8] {
        match self.0.get(Path::new(path)).map(|node| &node.content) {
            Some(Content::File(bytes)) => bytes,
            other => panic!("{path}: {other:?}"),
        }
    }

    /// Expects that nothing differs from `before`, time stamps and inodes included.
    #[track_caller]
    pub fn expect_same(&self, before: &Self, done: &str) {
        let mut said = String::new();
        let paths: BTreeSet<_> = before.0.keys().chain(self.0.keys()).collect();
        for path in paths {
            let (old, new) = (before.0.get(path), self.0.get(path));
            if old != new {
                let _ = writeln!(said, "{}\n  was {old:?}\n  is  {new:?}", path.display());
            }
        }
        assert!(said.is_empty(), "`{done}` touched:\n{said}");
    }

    /// Expects that the files have the same contents and executable bits, whenever they were made; only the time of a
    /// migration may differ.
    #[track_caller]
    pub fn expect_contents_of(&self, other: &Self, done: &str) {
        let (these, expected) = (self.contents(), other.contents());
        let names = |files: &BTreeMap<String, _>| files.keys().cloned().collect::<Vec<_>>();
        assert_eq!(names(&these), names(&expected), "{done}");
        for (path, (bytes, executable)) in &these {
            let [these, those] = [bytes, &expected[path].0].map(|bytes| untimed(bytes));
            let text = String::from_utf8_lossy(&these);
            assert_eq!(text, String::from_utf8_lossy(&those), "{done}: {path}");
            assert_eq!(
                (&these, executable),
                (&those, &expected[path].1),
                "{done}: {path}"
            );
        }
    }
}

/// The bytes without the line that says when a migration was made.
pub fn untimed(bytes: &[u8]) -> Vec<u8> {
    let lines = bytes.split_inclusive(|byte| *byte == b'\n');
    let timeless = lines.filter(|line| !line.starts_with(b"Create Date: "));
    timeless.collect::<Vec<_>>().concat()
}

fn node(path: &Path) -> Node {
    let found =
        fs::symlink_metadata(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    let kind = found.file_type();
    let content = if kind.is_file() {
        Content::File(fs::read(path).unwrap_or_default())
    } else if kind.is_symlink() {
        Content::Link(fs::read_link(path).expect("a link"))
    } else if kind.is_dir() {
        Content::Directory
    } else {
        assert!(kind.is_fifo() || kind.is_socket(), "{}", path.display());
        Content::Other
    };
    Node {
        content,
        mode: found.mode(),
        inode: found.ino(),
        modified: found.modified().expect("a time"),
    }
}
