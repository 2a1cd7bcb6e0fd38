//! A change of the file system in memory, and what a power cut leaves of it.

use std::rc::Rc;

use super::{Node, Number};

/// A change that is not durable yet.
#[derive(Clone)]
pub(super) enum Deed {
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

impl Deed {
    pub(super) fn keep(&self, kept: Kept, nodes: &mut [Node]) {
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
    pub(super) fn dirs(&self) -> Vec<Number> {
        match self {
            Self::Names(names) => names.iter().map(|(dir, ..)| *dir).collect(),
            _ => Vec::new(),
        }
    }
}
