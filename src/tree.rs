//! What planning and detection need of a project: to read a file and to list a directory.
//!
//! The project on disk is one (`disk::Root`); a map of contents is another, so that the core is tested without a
//! disk. Nothing here writes.

use std::collections::BTreeMap;

use crate::change::Content;
use crate::error::Result;
use crate::rel_path::RelPath;

/// A project that can be read.
pub trait Tree: Sync {
    /// The file at `path`, if there is one.
    ///
    /// # Errors
    ///
    /// Where something that is not a file is in the way, or reading fails.
    fn read(&self, path: &RelPath) -> Result<Option<Content>>;

    /// What lies directly in `dir` (the root without one), in the order of the names; nothing where it does not exist.
    ///
    /// # Errors
    ///
    /// Where something that is not a directory is in the way, or reading fails.
    fn list(&self, dir: Option<&RelPath>) -> Result<Vec<Entry>>;
}

/// One name in a directory.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Entry {
    /// The name alone.
    pub name: String,
    /// What it names.
    pub kind: EntryKind,
}

/// What a name in a directory stands for; links are not followed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum EntryKind {
    /// A regular file.
    File,
    /// A directory.
    Directory,
    /// A symbolic link, wherever it leads.
    Symlink,
    /// A FIFO, socket or device.
    Other,
}

impl Tree for BTreeMap<RelPath, Content> {
    fn read(&self, path: &RelPath) -> Result<Option<Content>> {
        Ok(self.get(path).cloned())
    }

    fn list(&self, dir: Option<&RelPath>) -> Result<Vec<Entry>> {
        let prefix = dir.map_or_else(String::new, |dir| format!("{dir}/"));
        let below = self
            .keys()
            .filter_map(|path| path.as_str().strip_prefix(&prefix));
        let mut entries: Vec<Entry> = below.map(first_of).collect();
        entries.sort();
        entries.dedup();
        Ok(entries)
    }
}

/// The entry that leads to `path`.
fn first_of(path: &str) -> Entry {
    let (name, kind) = match path.split_once('/') {
        Some((name, _)) => (name, EntryKind::Directory),
        None => (path, EntryKind::File),
    };
    Entry {
        name: name.to_owned(),
        kind,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_map_is_a_tree() {
        let tree: BTreeMap<RelPath, Content> = ["a/b/c", "a/b/d", "a/e", "f"]
            .into_iter()
            .map(|path| (RelPath::new(path).expect("a good path"), Content::new(path)))
            .collect();
        let names = |dir: Option<&str>| {
            let dir = dir.map(|dir| RelPath::new(dir).expect("a good path"));
            let list = tree.list(dir.as_ref()).expect("a map does not fail");
            let names: Vec<String> = list.into_iter().map(|entry| entry.name).collect();
            names.join(" ")
        };
        assert_eq!(names(None), "a f");
        assert_eq!(names(Some("a")), "b e");
        assert_eq!(names(Some("a/b")), "c d");
        assert_eq!(names(Some("x")), "");
        let path = RelPath::new("f").expect("a good path");
        assert_eq!(
            tree.read(&path).expect("a map does not fail"),
            Some(Content::new("f"))
        );
    }
}
