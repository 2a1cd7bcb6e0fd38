//! Files that are read ahead, on a thread of their own, while something else is done.
//!
//! What a run will ask for is on record before it is known what it will do with it.

use std::collections::HashMap;
use std::thread::{Builder, scope};

use super::Root;
use crate::change::Content;
use crate::error::Result;
use crate::rel_path::RelPath;
use crate::tree::{Entry, Tree};

/// From this many files on, the thread is worth its start.
const MANY: usize = 48;

/// What was read, by path; what is no file, or could not be read, is left to whoever asks for it.
pub(crate) type Read = HashMap<RelPath, Option<Content>>;

/// A project of which some files were read already.
pub(crate) struct Ahead<'a> {
    /// The project.
    pub root: &'a Root,
    /// The files.
    pub read: Read,
}

/// Does something, and meanwhile reads the files at `paths`, if they are many.
pub(crate) fn while_reading<T>(
    root: &Root,
    paths: &[&str],
    something: impl FnOnce() -> T,
) -> (T, Read) {
    if paths.len() < MANY {
        return (something(), Read::new());
    }
    scope(|scope| {
        let reading = Builder::new().spawn_scoped(scope, || read(root, paths));
        let done = something();
        let read = reading.ok().and_then(|reading| reading.join().ok());
        (done, read.unwrap_or_default())
    })
}

fn read(root: &Root, paths: &[&str]) -> Read {
    let one = |path: &&str| {
        let path = RelPath::new(path).ok()?;
        let content = root.read(&path).ok()?;
        Some((path, content))
    };
    paths.iter().filter_map(one).collect()
}

impl Tree for Ahead<'_> {
    fn read(&self, path: &RelPath) -> Result<Option<Content>> {
        match self.read.get(path) {
            Some(content) => Ok(content.clone()),
            None => self.root.read(path),
        }
    }

    fn list(&self, dir: Option<&RelPath>) -> Result<Vec<Entry>> {
        self.root.list(dir)
    }
}

#[cfg(test)]
#[expect(clippy::disallowed_methods, reason = "tests set the scene by hand")]
mod tests {
    use super::*;
    use std::fs;

    #[test]
    fn what_was_read_ahead_is_what_is_there() {
        let dir = tempfile::tempdir().expect("a directory");
        let names: Vec<String> = (0..MANY).map(|number| format!("f{number}")).collect();
        let mut paths: Vec<&str> = names.iter().map(String::as_str).collect();
        for path in &paths[1..] {
            fs::write(dir.path().join(path), path).expect("a file");
        }
        fs::create_dir(dir.path().join("dir")).expect("a directory");
        paths.extend(["dir", "../x"]);
        let root = Root::open(dir.path()).expect("the root");
        for (paths, count) in [(&paths[..], MANY), (&paths[..MANY - 1], 0)] {
            let (done, read) = while_reading(&root, paths, || 7);
            assert_eq!((done, read.len()), (7, count));
            let root = &root;
            let ahead = Ahead { root, read };
            for path in ["f0", "f1", "dir", "other"] {
                let path = RelPath::new(path).expect("a good path");
                let found = Tree::read(&ahead, &path).map_err(|error| error.to_string());
                let there = root.read(&path).map_err(|error| error.to_string());
                assert_eq!(found, there, "{path}");
            }
        }
    }
}
