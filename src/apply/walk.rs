//! From directory to directory of a tree, each opened once as long as paths come in order.
//!
//! Keeps open only the directories on the way to the present one, so that a plan of any size needs few descriptors.
//!
//! Keeps promise 3: each step opens one name in an open directory, so that no swap leads elsewhere.

use rustix::io::Errno;

use super::files::{Answer, At, Files};

/// A position in the tree below `root`.
pub(crate) struct Walk<'a, F: Files> {
    files: &'a F,
    root: &'a F::Dir,
    /// The present directory; empty in the root.
    path: String,
    /// The directories on the way to it, and where each path ends in `path`.
    open: Vec<(usize, F::Dir)>,
}

impl<'a, F: Files> Walk<'a, F> {
    /// A walk that begins in `root`.
    pub(crate) fn new(files: &'a F, root: &'a F::Dir) -> Self {
        Self {
            files,
            root,
            path: String::new(),
            open: Vec::new(),
        }
    }

    /// Goes to the directory at `path`. After an error it stands where it could go no further, before [`Walk::next`].
    pub(crate) fn to(&mut self, path: &str) -> Answer<&F::Dir> {
        self.climb(path);
        while let Some(name) = self.next(path) {
            let dir = self.files.open_dir(At(self.here(), name))?;
            self.enter(name, dir);
        }
        Ok(self.here())
    }

    /// Goes to the directory at `path`, making what is missing of it.
    pub(crate) fn make(&mut self, path: &str) -> Answer<&F::Dir> {
        while self.to(path).is_err_and(|error| error == Errno::NOENT) {
            let name = self.next(path).ok_or(Errno::NOENT)?;
            self.files.make_dir(At(self.here(), name))?;
        }
        self.to(path)
    }

    /// The present directory.
    pub(crate) fn here(&self) -> &F::Dir {
        self.open.last().map_or(self.root, |(_, dir)| dir)
    }

    /// The part that leads from the present directory towards `path`.
    pub(crate) fn next<'p>(&self, path: &'p str) -> Option<&'p str> {
        self.next_path(path)
            .map(|path| crate::rel_path::split(path).1)
    }

    /// The path of the directory that is next on the way to `path`.
    pub(crate) fn next_path<'p>(&self, path: &'p str) -> Option<&'p str> {
        let start = match self.path.len() {
            0 => 0,
            len => len + 1,
        };
        let rest = path.get(start..).filter(|rest| !rest.is_empty())?;
        Some(&path[..start + rest.find('/').unwrap_or(rest.len())])
    }

    fn enter(&mut self, name: &str, dir: F::Dir) {
        if !self.path.is_empty() {
            self.path.push('/');
        }
        self.path.push_str(name);
        self.open.push((self.path.len(), dir));
    }

    /// Leaves directories until `path` lies in the present one.
    fn climb(&mut self, path: &str) {
        while !within(path, &self.path) {
            self.open.pop();
            self.path
                .truncate(self.open.last().map_or(0, |(end, _)| *end));
        }
    }
}

/// Whether `path` is `dir` or lies below it.
pub(crate) fn within(path: &str, dir: &str) -> bool {
    match path.strip_prefix(dir) {
        Some(rest) => dir.is_empty() || rest.is_empty() || rest.starts_with('/'),
        None => false,
    }
}
