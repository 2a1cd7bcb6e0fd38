//! A file system in memory, which knows what of it a power cut would leave.
//!
//! What was changed is noted until it is made durable. A power cut keeps of that what it likes: of names any part, each
//! change of names as a whole; of contents nothing, half or all. What was made durable stays.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;

use rustix::fs::FileType;
use rustix::io::Errno;

use super::twenty::FILES;
use crate::apply::files::{Answer, At, DirStat, Files, Meta, Rename, Seen, Times};
use crate::change::Content;
use crate::disk::obstacle::Obstacle;
use crate::tree::{Entry, EntryKind};

/// The number of a file or directory.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Number(usize);

/// The directory in which the project `p` is.
pub(crate) const TOP: Number = Number(0);

/// The file system. A clone is the same one.
#[derive(Clone)]
pub(crate) struct Memory(Rc<RefCell<Disk>>);

#[derive(Clone)]
struct Disk {
    now: Vec<Node>,
    durable: Vec<Node>,
    pending: Vec<Deed>,
}

#[derive(Clone)]
enum Node {
    Dir(BTreeMap<Rc<str>, Number>),
    File(Rc<Vec<u8>>, u32),
}

/// A change that is not durable yet.
#[derive(Clone)]
pub(crate) enum Deed {
    /// What names in directories stand for from now on, all at once.
    Names(Vec<(Number, Rc<str>, Option<Number>)>),
    /// What a file holds from now on.
    Bytes(Number, Rc<Vec<u8>>),
    /// The mode of a file from now on.
    Mode(Number, u32),
}

/// What a power cut leaves of a deed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kept {
    Nothing,
    /// Of contents the first half, of names and modes all.
    Half,
    All,
}

/// Modes and contents by path.
pub(crate) type Shape = BTreeMap<String, (u32, Rc<Vec<u8>>)>;

const DIR_MODE: u32 = 0o040_755;

impl Memory {
    /// With nothing in it.
    pub(crate) fn empty() -> Self {
        let top = vec![Node::Dir(BTreeMap::new())];
        Self(Rc::new(RefCell::new(Disk {
            now: top.clone(),
            durable: top,
            pending: Vec::new(),
        })))
    }

    /// With the project of twenty files, durable.
    pub(crate) fn project() -> Self {
        let memory = Self::empty();
        for (path, text, mode) in FILES {
            let (dirs, name) = crate::rel_path::split(path);
            let mut dir = TOP;
            for part in ["p"]
                .into_iter()
                .chain(dirs.split('/').filter(|part| !part.is_empty()))
            {
                let _ = memory.make_dir(At(&dir, part));
                dir = memory.open_dir(At(&dir, part)).expect("a directory");
            }
            let file = memory.create(At(&dir, name), mode).expect("a file");
            memory.write(&file, text.as_bytes()).expect("a text");
        }
        memory.sync_all(&TOP).expect("all is durable");
        memory
    }

    /// A file system of its own, with the same in it.
    pub(crate) fn copy(&self) -> Self {
        Self(Rc::new(RefCell::new(self.0.borrow().clone())))
    }

    /// What is not durable yet, in the order in which it was done: whether each is a content.
    pub(crate) fn pending(&self) -> Vec<bool> {
        let disk = self.0.borrow();
        let pending = disk.pending.iter();
        pending
            .map(|deed| matches!(deed, Deed::Bytes(..)))
            .collect()
    }

    /// What is there after a power cut that keeps this of what is pending.
    pub(crate) fn after_power_cut(&self, kept: &[Kept]) -> Self {
        let disk = self.0.borrow();
        let mut left = disk.durable.clone();
        for (deed, kept) in disk.pending.iter().zip(kept) {
            deed.keep(*kept, &mut left);
        }
        Self(Rc::new(RefCell::new(Disk {
            now: left.clone(),
            durable: left,
            pending: Vec::new(),
        })))
    }

    /// Everything that has a name.
    pub(crate) fn shape(&self) -> Shape {
        let mut shape = Shape::new();
        walk(&self.0.borrow().now, TOP, "", &mut shape);
        shape
    }

    fn names<T>(&self, dir: Number, read: impl FnOnce(&BTreeMap<Rc<str>, Number>) -> T) -> T {
        match &self.0.borrow().now[dir.0] {
            Node::Dir(names) => read(names),
            Node::File(..) => unreachable!("only directories are opened as such"),
        }
    }

    fn number(&self, at: At<'_, Number>) -> Option<Number> {
        self.names(*at.0, |names| names.get(at.1).copied())
    }

    fn there(&self, at: At<'_, Number>) -> Answer<Number> {
        self.number(at).ok_or(Errno::NOENT)
    }

    fn is_dir(&self, number: Number) -> bool {
        matches!(self.0.borrow().now[number.0], Node::Dir(_))
    }

    fn change(&self, deed: Deed) {
        let mut disk = self.0.borrow_mut();
        deed.keep(Kept::All, &mut disk.now);
        disk.pending.push(deed);
    }

    fn name(&self, at: At<'_, Number>, number: Option<Number>) {
        self.change(Deed::Names(vec![(*at.0, at.1.into(), number)]));
    }

    fn add(&self, at: At<'_, Number>, node: Node) -> Answer<Number> {
        if self.number(at).is_some() {
            return Err(Errno::EXIST);
        }
        let number = {
            let mut disk = self.0.borrow_mut();
            disk.now.push(node.clone());
            disk.durable.push(node);
            Number(disk.now.len() - 1)
        };
        self.name(at, Some(number));
        Ok(number)
    }
}

impl Deed {
    fn keep(&self, kept: Kept, nodes: &mut [Node]) {
        if kept == Kept::Nothing {
            return;
        }
        match self {
            Self::Names(names) => {
                for (dir, name, number) in names {
                    let Node::Dir(entries) = &mut nodes[dir.0] else {
                        continue;
                    };
                    match number {
                        Some(number) => entries.insert(Rc::clone(name), *number),
                        None => entries.remove(name),
                    };
                }
            }
            Self::Bytes(file, bytes) => {
                if let Node::File(content, _) = &mut nodes[file.0] {
                    *content = match kept {
                        Kept::Half => Rc::new(bytes[..bytes.len() / 2].to_vec()),
                        _ => Rc::clone(bytes),
                    };
                }
            }
            Self::Mode(file, new) => {
                if let Node::File(_, mode) = &mut nodes[file.0] {
                    *mode = *new;
                }
            }
        }
    }

    /// The directories whose names it changes.
    fn dirs(&self) -> Vec<Number> {
        match self {
            Self::Names(names) => names.iter().map(|(dir, ..)| *dir).collect(),
            _ => Vec::new(),
        }
    }
}

fn walk(nodes: &[Node], dir: Number, prefix: &str, shape: &mut Shape) {
    let Node::Dir(names) = &nodes[dir.0] else {
        return;
    };
    for (name, number) in names {
        let path = format!("{prefix}{name}");
        match &nodes[number.0] {
            Node::File(bytes, mode) => shape.insert(path, (*mode, Rc::clone(bytes))),
            Node::Dir(_) => {
                walk(nodes, *number, &format!("{path}/"), shape);
                shape.insert(path, (DIR_MODE, Rc::default()))
            }
        };
    }
}

impl Files for Memory {
    type Dir = Number;
    type File = Number;

    fn open_dir(&self, at: At<'_, Number>) -> Answer<Number> {
        let number = self.there(at)?;
        if self.is_dir(number) {
            Ok(number)
        } else {
            Err(Errno::NOTDIR)
        }
    }

    fn see(&self, at: At<'_, Number>) -> Answer<Seen> {
        let Some(number) = self.number(at) else {
            return Ok(Seen::Nothing);
        };
        Ok(match &self.0.borrow().now[number.0] {
            Node::Dir(_) => Seen::Else(Obstacle::Directory),
            Node::File(bytes, mode) => {
                let content = Content {
                    bytes: bytes.as_slice().into(),
                    executable: mode & 0o100 != 0,
                    private: mode & 0o066 == 0,
                };
                let meta = Meta {
                    mode: *mode,
                    uid: 0,
                    gid: 0,
                    times: Times::default(),
                    attributes: Vec::new(),
                };
                Seen::File(content, meta)
            }
        })
    }

    fn inspect(&self, at: At<'_, Number>) -> Answer<Seen> {
        self.see(at)
    }

    fn kind(&self, at: At<'_, Number>) -> Answer<Option<FileType>> {
        Ok(self.number(at).map(|number| {
            if self.is_dir(number) {
                FileType::Directory
            } else {
                FileType::RegularFile
            }
        }))
    }

    fn may_write(&self, _: At<'_, Number>) -> Answer<()> {
        Ok(())
    }

    fn dir_stat(&self, dir: &Number) -> Answer<DirStat> {
        Ok(DirStat {
            device: 1,
            inode: dir.0 as u64,
            times: Times::default(),
        })
    }

    fn is_at(&self, file: &Number, at: At<'_, Number>) -> Answer<bool> {
        Ok(self.number(at) == Some(*file))
    }

    fn entries(&self, dir: &Number) -> Answer<Vec<Entry>> {
        let all: Vec<_> = self.names(*dir, |names| {
            let all = names.iter();
            all.map(|(name, number)| (name.to_string(), *number))
                .collect()
        });
        let entries = all.into_iter().map(|(name, number)| Entry {
            name,
            kind: if self.is_dir(number) {
                EntryKind::Directory
            } else {
                EntryKind::File
            },
        });
        Ok(entries.collect())
    }

    fn make_dir(&self, at: At<'_, Number>) -> Answer<()> {
        self.add(at, Node::Dir(BTreeMap::new())).map(drop)
    }

    fn create(&self, at: At<'_, Number>, mode: u32) -> Answer<Number> {
        self.add(at, Node::File(Rc::default(), mode))
    }

    fn write(&self, file: &Number, bytes: &[u8]) -> Answer<()> {
        let mut all = match &self.0.borrow().now[file.0] {
            Node::File(content, _) => content.to_vec(),
            Node::Dir(_) => return Err(Errno::ISDIR),
        };
        all.extend_from_slice(bytes);
        self.change(Deed::Bytes(*file, Rc::new(all)));
        Ok(())
    }

    fn liken(&self, file: &Number, meta: &Meta) -> Answer<()> {
        self.change(Deed::Mode(*file, meta.mode));
        Ok(())
    }

    fn rename(&self, from: At<'_, Number>, to: At<'_, Number>, how: Rename) -> Answer<()> {
        let (moved, present) = (self.there(from)?, self.number(to));
        let back = match (how, present) {
            (Rename::NoReplace, Some(_)) => return Err(Errno::EXIST),
            (Rename::Exchange, None) => return Err(Errno::NOENT),
            (Rename::Exchange, present) => present,
            _ => None,
        };
        self.change(Deed::Names(vec![
            (*from.0, from.1.into(), back),
            (*to.0, to.1.into(), Some(moved)),
        ]));
        Ok(())
    }

    fn link(&self, from: At<'_, Number>, to: At<'_, Number>) -> Answer<()> {
        let number = self.there(from)?;
        if self.number(to).is_some() {
            return Err(Errno::EXIST);
        }
        self.name(to, Some(number));
        Ok(())
    }

    fn remove(&self, at: At<'_, Number>) -> Answer<()> {
        if self.is_dir(self.there(at)?) {
            return Err(Errno::ISDIR);
        }
        self.name(at, None);
        Ok(())
    }

    fn remove_dir(&self, at: At<'_, Number>) -> Answer<()> {
        let dir = self.open_dir(at)?;
        if self.names(dir, |names| !names.is_empty()) {
            return Err(Errno::NOTEMPTY);
        }
        self.name(at, None);
        Ok(())
    }

    fn set_times(&self, _: &Number, _: Times) -> Answer<()> {
        Ok(())
    }

    fn set_file_times(&self, _: &Number, _: Times) -> Answer<()> {
        Ok(())
    }

    fn open_lock(&self, at: At<'_, Number>) -> Answer<(Number, bool)> {
        match self.number(at) {
            Some(number) => Ok((number, true)),
            None => Ok((self.create(at, 0o644)?, false)),
        }
    }

    fn lock(&self, _: &Number) -> Answer<bool> {
        Ok(true)
    }

    fn sync_all(&self, _: &Number) -> Answer<()> {
        let mut disk = self.0.borrow_mut();
        disk.durable = disk.now.clone();
        disk.pending.clear();
        Ok(())
    }

    fn sync_file(&self, file: &Number) -> Answer<()> {
        let mut disk = self.0.borrow_mut();
        disk.durable[file.0] = disk.now[file.0].clone();
        disk.pending.retain(|deed| match deed {
            Deed::Bytes(number, _) | Deed::Mode(number, _) => number != file,
            Deed::Names(_) => true,
        });
        Ok(())
    }

    /// The names in the directory, and what those came from: a rename is durable in both directories or in none.
    fn sync_dir(&self, dir: &Number) -> Answer<()> {
        let mut disk = self.0.borrow_mut();
        let mut dirs = vec![*dir];
        let (mut stays, mut goes) = (Vec::new(), Vec::new());
        for deed in std::mem::take(&mut disk.pending).into_iter().rev() {
            let touched = deed.dirs();
            if touched.iter().any(|dir| dirs.contains(dir)) {
                dirs.extend(touched);
                goes.push(deed);
            } else {
                stays.push(deed);
            }
        }
        stays.reverse();
        disk.pending = stays;
        for deed in goes.iter().rev() {
            deed.keep(Kept::All, &mut disk.durable);
        }
        Ok(())
    }
}
