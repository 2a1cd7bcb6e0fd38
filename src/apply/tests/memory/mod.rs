//! A file system in memory, which knows what of it a power cut would leave.
//!
//! What was changed is noted until it is made durable. A power cut keeps of that what it likes: of names any part, each
//! change of names as a whole; of contents nothing, half or all. What was made durable stays.

mod calls;
mod deed;

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;

use rustix::io::Errno;

use super::twenty::FILES;
use crate::apply::files::{Answer, At, Files};
use deed::Deed;
pub(crate) use deed::Kept;

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
