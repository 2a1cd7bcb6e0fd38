//! System calls that fail when told to.

use std::cell::{Cell, RefCell};

use rustix::fd::OwnedFd;
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
    /// This call and all after it have no effect: the process is dead.
    Crash,
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

/// The real calls, of which the one with number `at`, counting those that change something, fails.
pub(crate) struct Faulty<'a> {
    pub(crate) fault: Fault,
    pub(crate) at: usize,
    system: System,
    calls: Cell<usize>,
    meddle: RefCell<Box<dyn FnMut() + 'a>>,
}

impl<'a> Faulty<'a> {
    pub(crate) fn new(fault: Fault, at: usize) -> Self {
        Self {
            fault,
            at,
            system: System::New,
            calls: Cell::new(0),
            meddle: RefCell::new(Box::new(|| ())),
        }
    }

    /// Nothing fails, but `meddle` happens just before call `at`.
    pub(crate) fn before(at: usize, meddle: impl FnMut() + 'a) -> Self {
        Self {
            meddle: RefCell::new(Box::new(meddle)),
            ..Self::new(Fault::Meddling, at)
        }
    }

    /// On that system.
    pub(crate) fn on(self, system: System) -> Self {
        Self { system, ..self }
    }

    /// Counts from the first call again.
    pub(crate) fn restart(&self) {
        self.calls.set(0);
    }

    /// Whether there were enough calls for one to fail.
    pub(crate) fn has_failed(&self) -> bool {
        self.calls.get() > self.at
    }

    fn change<T>(&self, call: impl FnOnce() -> Answer<T>) -> Answer<T> {
        let number = self.calls.replace(self.calls.get() + 1);
        match self.fault {
            Fault::Once(error) if number == self.at => Err(error),
            Fault::Late(error) if number == self.at => call().and(Err(error)),
            Fault::Crash if number >= self.at => Err(Errno::IO),
            Fault::Meddling if number == self.at => {
                self.meddle.borrow_mut()();
                call()
            }
            _ => call(),
        }
    }
}

impl Files for Faulty<'_> {
    type Dir = OwnedFd;
    type File = OwnedFd;

    fn open_dir(&self, at: At<'_, OwnedFd>) -> Answer<OwnedFd> {
        Real.open_dir(at)
    }

    fn see(&self, at: At<'_, OwnedFd>) -> Answer<Seen> {
        Real.see(at)
    }

    fn inspect(&self, at: At<'_, OwnedFd>) -> Answer<Seen> {
        Real.inspect(at)
    }

    fn kind(&self, at: At<'_, OwnedFd>) -> Answer<Option<FileType>> {
        Real.kind(at)
    }

    fn may_write(&self, at: At<'_, OwnedFd>) -> Answer<()> {
        Real.may_write(at)
    }

    fn dir_stat(&self, dir: &OwnedFd) -> Answer<DirStat> {
        Real.dir_stat(dir)
    }

    fn is_at(&self, file: &OwnedFd, at: At<'_, OwnedFd>) -> Answer<bool> {
        Real.is_at(file, at)
    }

    fn entries(&self, dir: &OwnedFd) -> Answer<Vec<Entry>> {
        Real.entries(dir)
    }

    fn make_dir(&self, at: At<'_, OwnedFd>) -> Answer<()> {
        self.change(|| Real.make_dir(at))
    }

    fn create(&self, at: At<'_, OwnedFd>, mode: u32) -> Answer<OwnedFd> {
        self.change(|| Real.create(at, mode))
    }

    fn write(&self, file: &OwnedFd, bytes: &[u8]) -> Answer<()> {
        let half = matches!(self.fault, Fault::Late(_)) && self.calls.get() == self.at;
        let end = if half { bytes.len() / 2 } else { bytes.len() };
        self.change(|| Real.write(file, &bytes[..end]))
    }

    fn liken(&self, file: &OwnedFd, meta: &Meta) -> Answer<()> {
        self.change(|| Real.liken(file, meta))
    }

    fn rename(&self, from: At<'_, OwnedFd>, to: At<'_, OwnedFd>, how: Rename) -> Answer<()> {
        if self.system != System::New && how != Rename::Over {
            return Err(Errno::INVAL);
        }
        self.change(|| Real.rename(from, to, how))
    }

    fn link(&self, from: At<'_, OwnedFd>, to: At<'_, OwnedFd>) -> Answer<()> {
        if self.system == System::Simple {
            return Err(Errno::PERM);
        }
        self.change(|| Real.link(from, to))
    }

    fn remove(&self, at: At<'_, OwnedFd>) -> Answer<()> {
        self.change(|| Real.remove(at))
    }

    fn remove_dir(&self, at: At<'_, OwnedFd>) -> Answer<()> {
        self.change(|| Real.remove_dir(at))
    }

    fn set_times(&self, dir: &OwnedFd, times: Times) -> Answer<()> {
        self.change(|| Real.set_times(dir, times))
    }

    fn set_file_times(&self, file: &OwnedFd, times: Times) -> Answer<()> {
        self.change(|| Real.set_file_times(file, times))
    }

    fn open_lock(&self, at: At<'_, OwnedFd>) -> Answer<(OwnedFd, bool)> {
        self.change(|| Real.open_lock(at))
    }

    fn lock(&self, file: &OwnedFd) -> Answer<bool> {
        self.change(|| Real.lock(file))
    }

    fn sync_all(&self, _: &OwnedFd) -> Answer<()> {
        self.change(|| Ok(()))
    }

    fn sync_dir(&self, _: &OwnedFd) -> Answer<()> {
        self.change(|| Ok(()))
    }
}
