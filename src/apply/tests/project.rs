//! A project to apply plans to, and what its tree looks like before and after.

use std::collections::BTreeMap;
use std::fs;
use std::os::unix::fs::{MetadataExt, PermissionsExt};
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use tempfile::TempDir;

use crate::apply::{Options, Receipt, apply};
use crate::change::{Change, Content, Plan};
use crate::disk::Root;
use crate::error::Result;
use crate::rel_path::RelPath;

/// Tests do not wait for the disk, but for the one that tests that.
pub(crate) const FAST: Options = Options { durable: false };

/// A directory `p` in a directory of its own.
pub(crate) struct Project {
    outside: TempDir,
}

impl Project {
    /// A project with these files.
    pub(crate) fn new(files: &[(&str, &str)]) -> Self {
        let project = Self::missing();
        fs::create_dir(project.path()).expect("a root");
        project.fill(files)
    }

    /// A project whose root does not exist yet.
    pub(crate) fn missing() -> Self {
        let usual = tempfile::tempdir();
        Self {
            // The usual place may be closed to the user that a test runs as.
            outside: usual
                .or_else(|_| tempfile::tempdir_in("/tmp"))
                .expect("a directory"),
        }
    }

    /// [`Project::new`] in memory where the system has such a place: for tests that need thousands.
    pub(crate) fn quick(files: &[(&str, &str)]) -> Self {
        let project = Self::quick_missing();
        fs::create_dir(project.path()).expect("a root");
        project.fill(files)
    }

    /// [`Project::missing`] in memory.
    pub(crate) fn quick_missing() -> Self {
        let memory = tempfile::tempdir_in("/dev/shm");
        Self {
            outside: memory
                .or_else(|_| tempfile::tempdir())
                .expect("a directory"),
        }
    }

    fn fill(self, files: &[(&str, &str)]) -> Self {
        for (path, text) in files {
            self.write(path, text);
        }
        self
    }

    pub(crate) fn outside(&self) -> &Path {
        self.outside.path()
    }

    pub(crate) fn path(&self) -> PathBuf {
        self.outside.path().join("p")
    }

    pub(crate) fn at(&self, path: &str) -> PathBuf {
        self.path().join(path)
    }

    pub(crate) fn write(&self, path: &str, text: &str) {
        let at = self.at(path);
        fs::create_dir_all(at.parent().expect("a parent")).expect("directories");
        fs::write(at, text).expect("a file");
    }

    pub(crate) fn mode(&self, path: &str, mode: u32) {
        fs::set_permissions(self.at(path), fs::Permissions::from_mode(mode)).expect("a mode");
    }

    pub(crate) fn root(&self) -> Root {
        Root::open(&self.path()).expect("a root")
    }

    pub(crate) fn read(&self, path: &str) -> Result<Option<Content>> {
        self.root().read(&rel(path))
    }

    pub(crate) fn apply(&self, plan: &Plan) -> Result<Receipt> {
        apply(&self.root(), plan, FAST)
    }

    /// The message of the error with which the plan is refused, and the tree as before.
    pub(crate) fn refuses(&self, plan: &Plan) -> String {
        let before = self.tree();
        let error = self.apply(plan).expect_err("a refusal");
        assert_eq!(self.tree(), before, "refused, and yet touched");
        error.message().to_owned()
    }

    /// Everything in and beside the root, times of modification included.
    pub(crate) fn tree(&self) -> Tree {
        let mut tree = Tree::new();
        walk(self.outside(), "", &mut tree);
        tree
    }

    /// [`Project::tree`] without times.
    pub(crate) fn shape(&self) -> Tree {
        let tree = self.tree().into_iter();
        tree.map(|(path, node)| (path, node.without_time()))
            .collect()
    }

    /// The names of all files below the root.
    pub(crate) fn files(&self) -> Vec<String> {
        let tree = self.tree().into_iter();
        let files = tree.filter(|(_, node)| node.mode & 0o170_000 != 0o040_000);
        files
            .filter_map(|(path, _)| Some(path.strip_prefix("p/")?.to_owned()))
            .collect()
    }
}

/// What is in a directory, by path.
pub(crate) type Tree = BTreeMap<String, Node>;

#[derive(Clone, PartialEq, Eq)]
pub(crate) struct Node {
    pub(crate) mode: u32,
    pub(crate) bytes: Vec<u8>,
    pub(crate) modified: Option<SystemTime>,
}

impl Node {
    pub(crate) fn without_time(&self) -> Self {
        Self {
            modified: None,
            ..self.clone()
        }
    }
}

impl std::fmt::Debug for Node {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let text = String::from_utf8_lossy(&self.bytes);
        write!(
            f,
            "{:o} {:?} {:?}",
            self.mode,
            text.get(..40).unwrap_or(&text),
            self.modified
        )
    }
}

fn walk(dir: &Path, prefix: &str, tree: &mut Tree) {
    for entry in fs::read_dir(dir).expect("a directory") {
        let entry = entry.expect("an entry");
        let path = format!("{prefix}{}", entry.file_name().to_string_lossy());
        let meta = fs::symlink_metadata(entry.path()).expect("metadata");
        let bytes = if meta.is_file() {
            fs::read(entry.path()).expect("a file")
        } else if meta.is_symlink() {
            let target = fs::read_link(entry.path()).expect("a link");
            target.to_string_lossy().into_owned().into_bytes()
        } else {
            Vec::new()
        };
        if meta.is_dir() {
            walk(&entry.path(), &format!("{path}/"), tree);
        }
        tree.insert(
            path,
            Node {
                mode: meta.mode(),
                bytes,
                modified: Some(meta.modified().expect("a time")),
            },
        );
    }
}

pub(crate) fn rel(path: &str) -> RelPath {
    RelPath::stored(path).expect("a good path")
}

/// A plan of texts: path, before, after.
pub(crate) fn plan(changes: &[(&str, Option<&str>, Option<&str>)]) -> Plan {
    let mut plan = Plan::new();
    for (path, before, after) in changes {
        let change = Change::new(rel(path), before.map(Content::new), after.map(Content::new));
        plan.insert(change).expect("one change for a path");
    }
    plan
}

/// A plan of one new file.
pub(crate) fn create(path: &str) -> Plan {
    plan(&[(path, None, Some("new\n"))])
}
