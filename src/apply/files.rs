//! The system calls that applying a plan needs, as a trait, so that tests can make each of them fail.
//!
//! Every call names one part directly in an open directory, never a path: nothing can be followed out of the root.
//! On that rests promise 3. Holds no decisions; those are made by the modules that call it.

use std::ffi::CString;

use rustix::fs::FileType;
use rustix::io::Errno;

use super::stage;
use crate::change::Content;
use crate::disk::obstacle::Obstacle;
use crate::tree::Entry;

/// What a call answers.
pub(crate) type Answer<T> = rustix::io::Result<T>;

/// A name directly in an open directory.
pub(crate) struct At<'a, D>(pub(crate) &'a D, pub(crate) &'a str);

impl<D> Clone for At<'_, D> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<D> Copy for At<'_, D> {}

/// How a rename treats what already has the new name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Rename {
    /// It is lost.
    Over,
    /// It stays, and the rename fails.
    NoReplace,
    /// It gets the old name, in the same instant.
    Exchange,
}

/// What stands at a name.
pub(crate) enum Seen {
    /// Nothing.
    Nothing,
    /// A file: what it holds, and what a file that takes its place has to have too.
    File(Content, Meta),
    /// Something that is not a file.
    Else(Obstacle),
}

/// What a file has beside its content, and keeps when it is replaced.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Meta {
    /// Permissions and the set-id bits.
    pub(crate) mode: u32,
    /// Its owner.
    pub(crate) uid: u32,
    /// Its group.
    pub(crate) gid: u32,
    /// Its times. A new content has new ones; only a copy of the old takes these.
    pub(crate) times: Times,
    /// Its extended attributes, access lists among them.
    pub(crate) attributes: Attributes,
}

impl Meta {
    /// The same, with the executable bit wherever the file may be read, or nowhere.
    #[must_use]
    pub(crate) fn executable(&self, executable: bool) -> Self {
        let mode = match (executable, self.mode & 0o100 != 0) {
            (true, false) => self.mode | (self.mode & 0o444) >> 2,
            (false, true) => self.mode & !0o111,
            _ => self.mode,
        };
        Self {
            mode,
            ..self.clone()
        }
    }
}

/// Names and values.
pub(crate) type Attributes = Vec<(CString, Vec<u8>)>;

/// Access and modification time, each in seconds and nanoseconds.
pub(crate) type Times = [(i64, i64); 2];

/// A file to be made: its path and what it holds.
pub(crate) type Planted<'p> = (&'p str, &'p Content);

/// What an open directory is, and when it was last changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct DirStat {
    /// The file system it is on.
    pub(crate) device: u64,
    /// Its number there.
    pub(crate) inode: u64,
    /// Its times.
    pub(crate) times: Times,
}

/// The calls. The real ones are [`super::real::Real`].
pub(crate) trait Files {
    /// An open directory.
    type Dir;
    /// A file open for writing.
    type File;

    // Calls that look.

    /// Opens a directory; fails on a link.
    fn open_dir(&self, at: At<'_, Self::Dir>) -> Answer<Self::Dir>;
    /// Reads what is there, never waiting for it. Leaves out attributes.
    fn see(&self, at: At<'_, Self::Dir>) -> Answer<Seen>;
    /// As [`Files::see`], attributes included.
    fn inspect(&self, at: At<'_, Self::Dir>) -> Answer<Seen>;
    /// What is there, without opening it.
    fn kind(&self, at: At<'_, Self::Dir>) -> Answer<Option<FileType>>;
    /// Whether the directory itself may be written in, or a file be written to.
    fn may_write(&self, at: At<'_, Self::Dir>) -> Answer<()>;
    /// What the directory is.
    fn dir_stat(&self, dir: &Self::Dir) -> Answer<DirStat>;
    /// Whether the open file is still the one at that name.
    fn is_at(&self, file: &Self::File, at: At<'_, Self::Dir>) -> Answer<bool>;
    /// What is in the directory.
    fn entries(&self, dir: &Self::Dir) -> Answer<Vec<Entry>>;

    // Calls that change something.

    /// Makes a directory, its mode that of the umask.
    fn make_dir(&self, at: At<'_, Self::Dir>) -> Answer<()>;
    /// Makes a file that was not there, of this mode less the umask.
    fn create(&self, at: At<'_, Self::Dir>, mode: u32) -> Answer<Self::File>;
    /// Writes all of the bytes.
    fn write(&self, file: &Self::File, bytes: &[u8]) -> Answer<()>;
    /// Gives the file this mode and, as far as the system lets us, this owner, group and attributes.
    fn liken(&self, file: &Self::File, meta: &Meta) -> Answer<()>;
    /// Renames.
    fn rename(&self, from: At<'_, Self::Dir>, to: At<'_, Self::Dir>, how: Rename) -> Answer<()>;
    /// Gives a file a second name.
    fn link(&self, from: At<'_, Self::Dir>, to: At<'_, Self::Dir>) -> Answer<()>;
    /// Removes a file or link.
    fn remove(&self, at: At<'_, Self::Dir>) -> Answer<()>;
    /// Removes an empty directory.
    fn remove_dir(&self, at: At<'_, Self::Dir>) -> Answer<()>;
    /// Sets the times of a directory back.
    fn set_times(&self, dir: &Self::Dir, times: Times) -> Answer<()>;
    /// Sets the times of a file back.
    fn set_file_times(&self, file: &Self::File, times: Times) -> Answer<()>;
    /// Opens the lock file, making it if needed, and says whether it was there.
    fn open_lock(&self, at: At<'_, Self::Dir>) -> Answer<(Self::File, bool)>;
    /// Takes the lock, if no other process has it.
    fn lock(&self, file: &Self::File) -> Answer<bool>;
    /// Creates files, in the order of their paths, in a directory that is new, with the directories that they need.
    fn plant<'p>(&self, dir: &Self::Dir, below: &[Planted<'p>]) -> Result<(), (&'p str, Errno)>
    where
        Self: Sized,
    {
        stage::plant(self, dir, below)
    }
    /// Makes everything on the directory's file system durable.
    fn sync_all(&self, dir: &Self::Dir) -> Answer<()>;
    /// Makes what a file holds durable.
    fn sync_file(&self, file: &Self::File) -> Answer<()>;
    /// Makes the names in a directory durable.
    fn sync_dir(&self, dir: &Self::Dir) -> Answer<()>;
}
