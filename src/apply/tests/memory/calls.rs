//! The system calls on the file system in memory. They answer as the real ones do; `sync` moves what is pending to what is durable.

use std::collections::BTreeMap;
use std::rc::Rc;

use rustix::fs::FileType;
use rustix::io::Errno;

use super::{Deed, Kept, Memory, Node, Number};
use crate::apply::files::{Answer, At, DirStat, Files, Meta, Rename, Seen, Times};
use crate::change::Content;
use crate::disk::obstacle::Obstacle;
use crate::tree::{Entry, EntryKind};

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
