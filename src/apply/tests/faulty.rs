//! System calls that fail when told to.

use std::cell::{Cell, RefCell};

use rustix::fs::FileType;
use rustix::io::Errno;

use crate::apply::files::{Answer, At, DirStat, Files, Meta, Rename, Seen, Times};
use crate::apply::real::Real;
use crate::tree::Entry;

/// How a call fails.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Fault {
    /// One call fails, without effect.
    Once(Errno),
    /// One call has its effect, a write half of it, and fails all the same.
    Late(Errno),
    /// From this call on the disk is full: a write gets half of it done, and nothing new finds room.
    Full,
    /// This call and all after it have no effect: the process is dead.
    Crash,
    /// The process dies in the middle of this call: a write gets half of it done.
    Torn,
    /// Nothing fails, but somebody does something just before this call.
    Meddling,
}

/// What a system can do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum System {
    /// Everything.
    New,
    /// Renames do not exchange, and replace whatever they like.
    Old,
    /// And a file has one name only.
    Simple,
}

/// All of them.
pub(crate) const SYSTEMS: [System; 3] = [System::New, System::Old, System::Simple];

/// Whether a call takes room on the disk.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Room {
    Takes,
    None,
}

/// Calls of which the one with number `at`, counting those that change something, fails.
pub(crate) struct Faulty<'a, F = Real> {
    inner: F,
    pub(crate) fault: Fault,
    pub(crate) at: usize,
    system: System,
    calls: Cell<usize>,
    meddle: RefCell<Box<dyn FnMut() + 'a>>,
}

impl<'a> Faulty<'a> {
    pub(crate) fn new(fault: Fault, at: usize) -> Self {
        Self::around(Real, fault, at)
    }

    /// Nothing fails, but `meddle` happens just before call `at`.
    pub(crate) fn before(at: usize, meddle: impl FnMut() + 'a) -> Self {
        Self {
            meddle: RefCell::new(Box::new(meddle)),
            ..Self::new(Fault::Meddling, at)
        }
    }
}

impl<F: Files> Faulty<'_, F> {
    pub(crate) fn around(inner: F, fault: Fault, at: usize) -> Self {
        Self {
            inner,
            fault,
            at,
            system: System::New,
            calls: Cell::new(0),
            meddle: RefCell::new(Box::new(|| ())),
        }
    }

    /// On that system.
    pub(crate) fn on(self, system: System) -> Self {
        Self { system, ..self }
    }

    /// Whether there were enough calls for one to fail.
    pub(crate) fn has_failed(&self) -> bool {
        self.calls.get() > self.at
    }

    fn change<T>(&self, room: Room, call: impl FnOnce() -> Answer<T>) -> Answer<T> {
        let number = self.calls.replace(self.calls.get() + 1);
        let (now, since) = (number == self.at, number >= self.at);
        match self.fault {
            Fault::Once(error) if now => Err(error),
            Fault::Late(error) if now => call().and(Err(error)),
            Fault::Full if since && room == Room::Takes => Err(Errno::NOSPC),
            Fault::Torn if now => call().and(Err(Errno::IO)),
            Fault::Crash | Fault::Torn if since => Err(Errno::IO),
            Fault::Meddling if now => {
                self.meddle.borrow_mut()();
                call()
            }
            _ => call(),
        }
    }
}

impl<F: Files> Files for Faulty<'_, F> {
    type Dir = F::Dir;
    type File = F::File;

    fn open_dir(&self, at: At<'_, F::Dir>) -> Answer<F::Dir> {
        self.inner.open_dir(at)
    }

    fn see(&self, at: At<'_, F::Dir>) -> Answer<Seen> {
        self.inner.see(at)
    }

    fn inspect(&self, at: At<'_, F::Dir>) -> Answer<Seen> {
        self.inner.inspect(at)
    }

    fn kind(&self, at: At<'_, F::Dir>) -> Answer<Option<FileType>> {
        self.inner.kind(at)
    }

    fn may_write(&self, at: At<'_, F::Dir>) -> Answer<()> {
        self.inner.may_write(at)
    }

    fn dir_stat(&self, dir: &F::Dir) -> Answer<DirStat> {
        self.inner.dir_stat(dir)
    }

    fn is_at(&self, file: &F::File, at: At<'_, F::Dir>) -> Answer<bool> {
        self.inner.is_at(file, at)
    }

    fn entries(&self, dir: &F::Dir) -> Answer<Vec<Entry>> {
        self.inner.entries(dir)
    }

    fn make_dir(&self, at: At<'_, F::Dir>) -> Answer<()> {
        self.change(Room::Takes, || self.inner.make_dir(at))
    }

    fn create(&self, at: At<'_, F::Dir>, mode: u32) -> Answer<F::File> {
        self.change(Room::Takes, || self.inner.create(at, mode))
    }

    fn write(&self, file: &F::File, bytes: &[u8]) -> Answer<()> {
        if self.calls.get() != self.at {
            return self.change(Room::Takes, || self.inner.write(file, bytes));
        }
        let half = &bytes[..bytes.len() / 2];
        match self.fault {
            Fault::Late(_) | Fault::Torn => {
                self.change(Room::None, || self.inner.write(file, half))
            }
            Fault::Full => {
                self.inner.write(file, half)?;
                self.change(Room::Takes, || Ok(()))
            }
            _ => self.change(Room::Takes, || self.inner.write(file, bytes)),
        }
    }

    fn liken(&self, file: &F::File, meta: &Meta) -> Answer<()> {
        self.change(Room::None, || self.inner.liken(file, meta))
    }

    fn rename(&self, from: At<'_, F::Dir>, to: At<'_, F::Dir>, how: Rename) -> Answer<()> {
        if self.system != System::New && how != Rename::Over {
            return Err(Errno::INVAL);
        }
        self.change(Room::None, || self.inner.rename(from, to, how))
    }

    fn link(&self, from: At<'_, F::Dir>, to: At<'_, F::Dir>) -> Answer<()> {
        if self.system == System::Simple {
            return Err(Errno::PERM);
        }
        self.change(Room::Takes, || self.inner.link(from, to))
    }

    fn remove(&self, at: At<'_, F::Dir>) -> Answer<()> {
        self.change(Room::None, || self.inner.remove(at))
    }

    fn remove_dir(&self, at: At<'_, F::Dir>) -> Answer<()> {
        self.change(Room::None, || self.inner.remove_dir(at))
    }

    fn set_times(&self, dir: &F::Dir, times: Times) -> Answer<()> {
        self.change(Room::None, || self.inner.set_times(dir, times))
    }

    fn set_file_times(&self, file: &F::File, times: Times) -> Answer<()> {
        self.change(Room::None, || self.inner.set_file_times(file, times))
    }

    fn open_lock(&self, at: At<'_, F::Dir>) -> Answer<(F::File, bool)> {
        self.change(Room::Takes, || self.inner.open_lock(at))
    }

    fn lock(&self, file: &F::File) -> Answer<bool> {
        self.change(Room::None, || self.inner.lock(file))
    }

    fn sync_all(&self, dir: &F::Dir) -> Answer<()> {
        self.change(Room::None, || self.inner.sync_all(dir))
    }

    fn sync_file(&self, file: &F::File) -> Answer<()> {
        self.change(Room::None, || self.inner.sync_file(file))
    }

    fn sync_dir(&self, dir: &F::Dir) -> Answer<()> {
        self.change(Room::None, || self.inner.sync_dir(dir))
    }
}
