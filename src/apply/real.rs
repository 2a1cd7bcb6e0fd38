//! The real system calls.
//!
//! Keeps promise 3: nothing is opened through a link, and nothing waits for a FIFO.

use std::ffi::CString;

use rustix::buffer::spare_capacity;
use rustix::fd::OwnedFd;

use rustix::fs::{
    Access, AtFlags, FileType, FlockOperation, Gid, Mode, OFlags, RenameFlags, Stat, Timespec,
    Timestamps, Uid, XattrFlags,
};
use rustix::io::Errno;

use super::files::{Answer, At, Attributes, DirStat, Files, Meta, Planted, Rename, Seen, Times};
use super::stage;
use crate::disk::{beneath, obstacle::Obstacle};
use crate::tree::Entry;

/// The file system of this machine.
pub(crate) struct Real;

const NEW: OFlags = OFlags::WRONLY
    .union(OFlags::CREATE)
    .union(OFlags::EXCL)
    .union(OFlags::NOFOLLOW)
    .union(OFlags::CLOEXEC);

const LOCK: OFlags = OFlags::RDWR
    .union(OFlags::NONBLOCK)
    .union(OFlags::NOFOLLOW)
    .union(OFlags::CLOEXEC);

impl Files for Real {
    type Dir = OwnedFd;
    type File = OwnedFd;

    fn open_dir(&self, at: At<'_, OwnedFd>) -> Answer<OwnedFd> {
        beneath::open_dir_in(at.0, at.1)
    }

    fn see(&self, at: At<'_, OwnedFd>) -> Answer<Seen> {
        read(at, |_| Ok(Vec::new()))
    }

    fn inspect(&self, at: At<'_, OwnedFd>) -> Answer<Seen> {
        read(at, attributes)
    }

    fn kind(&self, at: At<'_, OwnedFd>) -> Answer<Option<FileType>> {
        match rustix::fs::statat(at.0, at.1, AtFlags::SYMLINK_NOFOLLOW) {
            Ok(stat) => Ok(Some(FileType::from_raw_mode(stat.st_mode))),
            Err(Errno::NOENT) => Ok(None),
            Err(error) => Err(error),
        }
    }

    fn may_write(&self, at: At<'_, OwnedFd>) -> Answer<()> {
        rustix::fs::accessat(at.0, at.1, Access::WRITE_OK, AtFlags::EACCESS)
    }

    fn dir_stat(&self, dir: &OwnedFd) -> Answer<DirStat> {
        let stat = rustix::fs::fstat(dir)?;
        Ok(DirStat {
            device: stat.st_dev,
            inode: stat.st_ino,
            times: times(&stat),
        })
    }

    fn is_at(&self, file: &OwnedFd, at: At<'_, OwnedFd>) -> Answer<bool> {
        let open = rustix::fs::fstat(file)?;
        match rustix::fs::statat(at.0, at.1, AtFlags::SYMLINK_NOFOLLOW) {
            Ok(named) => Ok((open.st_dev, open.st_ino) == (named.st_dev, named.st_ino)),
            Err(Errno::NOENT) => Ok(false),
            Err(error) => Err(error),
        }
    }

    fn entries(&self, dir: &OwnedFd) -> Answer<Vec<Entry>> {
        crate::disk::entries(dir)
    }

    fn make_dir(&self, at: At<'_, OwnedFd>) -> Answer<()> {
        rustix::fs::mkdirat(at.0, at.1, Mode::from_raw_mode(0o777))
    }

    fn create(&self, at: At<'_, OwnedFd>, mode: u32) -> Answer<OwnedFd> {
        rustix::fs::openat(at.0, at.1, NEW, Mode::from_raw_mode(mode))
    }

    fn write(&self, file: &OwnedFd, mut bytes: &[u8]) -> Answer<()> {
        while !bytes.is_empty() {
            match rustix::io::write(file, bytes) {
                Ok(0) => return Err(Errno::IO),
                Ok(written) => bytes = &bytes[written..],
                Err(Errno::INTR) => {}
                Err(error) => return Err(error),
            }
        }
        Ok(())
    }

    fn liken(&self, file: &OwnedFd, meta: &Meta) -> Answer<()> {
        let stat = rustix::fs::fstat(file)?;
        if (stat.st_uid, stat.st_gid) != (meta.uid, meta.gid) {
            // Only root may give a file away; the group can be kept by its members. Before the mode, which this clears.
            let (uid, gid) = (Uid::from_raw(meta.uid), Gid::from_raw(meta.gid));
            let _ = rustix::fs::fchown(file, Some(uid), Some(gid))
                .or_else(|_| rustix::fs::fchown(file, None, Some(gid)));
        }
        for (name, value) in &meta.attributes {
            // Some are for root alone.
            let _ = rustix::fs::fsetxattr(file, name, value, XattrFlags::empty());
        }
        rustix::fs::fchmod(file, Mode::from_raw_mode(meta.mode))
    }

    fn rename(&self, from: At<'_, OwnedFd>, to: At<'_, OwnedFd>, how: Rename) -> Answer<()> {
        let flags = match how {
            Rename::Over => return rustix::fs::renameat(from.0, from.1, to.0, to.1),
            Rename::NoReplace => RenameFlags::NOREPLACE,
            Rename::Exchange => RenameFlags::EXCHANGE,
        };
        rustix::fs::renameat_with(from.0, from.1, to.0, to.1, flags)
    }

    fn link(&self, from: At<'_, OwnedFd>, to: At<'_, OwnedFd>) -> Answer<()> {
        rustix::fs::linkat(from.0, from.1, to.0, to.1, AtFlags::empty())
    }

    fn remove(&self, at: At<'_, OwnedFd>) -> Answer<()> {
        rustix::fs::unlinkat(at.0, at.1, AtFlags::empty())
    }

    fn remove_dir(&self, at: At<'_, OwnedFd>) -> Answer<()> {
        rustix::fs::unlinkat(at.0, at.1, AtFlags::REMOVEDIR)
    }

    fn set_times(&self, dir: &OwnedFd, times: Times) -> Answer<()> {
        rustix::fs::futimens(dir, &timestamps(times))
    }

    fn set_file_times(&self, file: &OwnedFd, times: Times) -> Answer<()> {
        rustix::fs::futimens(file, &timestamps(times))
    }

    fn open_lock(&self, at: At<'_, OwnedFd>) -> Answer<(OwnedFd, bool)> {
        let mode = Mode::from_raw_mode(0o644);
        match rustix::fs::openat(at.0, at.1, LOCK | OFlags::CREATE | OFlags::EXCL, mode) {
            Ok(file) => Ok((file, false)),
            Err(Errno::EXIST) => Ok((rustix::fs::openat(at.0, at.1, LOCK, mode)?, true)),
            Err(error) => Err(error),
        }
    }

    fn lock(&self, file: &OwnedFd) -> Answer<bool> {
        match rustix::fs::flock(file, FlockOperation::NonBlockingLockExclusive) {
            // Some network file systems have no locks; like other tools, go on without.
            Ok(()) | Err(Errno::NOSYS | Errno::OPNOTSUPP | Errno::NOLCK) => Ok(true),
            Err(Errno::WOULDBLOCK) => Ok(false),
            Err(error) => Err(error),
        }
    }

    fn plant<'p>(&self, dir: &OwnedFd, below: &[Planted<'p>]) -> Result<(), (&'p str, Errno)> {
        stage::plant_by_two(self, dir, below)
    }

    #[cfg(target_os = "linux")]
    fn sync_all(&self, dir: &OwnedFd) -> Answer<()> {
        rustix::fs::syncfs(dir)
    }

    #[cfg(not(target_os = "linux"))]
    fn sync_all(&self, _: &OwnedFd) -> Answer<()> {
        rustix::fs::sync();
        Ok(())
    }

    fn sync_file(&self, file: &OwnedFd) -> Answer<()> {
        rustix::fs::fsync(file)
    }

    fn sync_dir(&self, dir: &OwnedFd) -> Answer<()> {
        rustix::fs::fsync(dir)
    }
}

/// Reads what is at that name, with those of its attributes.
fn read(at: At<'_, OwnedFd>, attributes: impl Fn(&OwnedFd) -> Answer<Attributes>) -> Answer<Seen> {
    let file = match beneath::open_file_in(at.0, at.1) {
        Ok(file) => file,
        Err(Errno::NOENT) => return Ok(Seen::Nothing),
        Err(error) => return obstacle(Real.kind(at)?).ok_or(error),
    };
    Ok(match beneath::content(&file)? {
        beneath::Found::Else(obstacle) => Seen::Else(obstacle),
        beneath::Found::File(content, stat) => {
            let meta = Meta {
                mode: stat.st_mode & 0o7777,
                uid: stat.st_uid,
                gid: stat.st_gid,
                times: times(&stat),
                attributes: attributes(&file)?,
            };
            Seen::File(content, meta)
        }
    })
}

/// The extended attributes; for most files, and on systems without them, in one call that says that there are none.
fn attributes(file: &OwnedFd) -> Answer<Attributes> {
    let size = rustix::fs::flistxattr_query(file).unwrap_or(0);
    let mut names = Vec::with_capacity(size);
    if size > 0 {
        rustix::fs::flistxattr(file, spare_capacity(&mut names))?;
    }
    let names = names.split_inclusive(|byte| *byte == 0);
    names
        .filter_map(|name| CString::from_vec_with_nul(name.to_vec()).ok())
        .map(|name| {
            let size = rustix::fs::fgetxattr_query(file, &name)?;
            let mut value = Vec::with_capacity(size);
            rustix::fs::fgetxattr(file, &name, spare_capacity(&mut value))?;
            Ok((name, value))
        })
        .collect()
}

fn times(stat: &Stat) -> Times {
    [
        (stat.st_atime, nanoseconds(stat.st_atime_nsec)),
        (stat.st_mtime, nanoseconds(stat.st_mtime_nsec)),
    ]
}

fn timestamps(times: Times) -> Timestamps {
    let [last_access, last_modification] =
        times.map(|(tv_sec, tv_nsec)| Timespec { tv_sec, tv_nsec });
    Timestamps {
        last_access,
        last_modification,
    }
}

/// What could not be opened because it is no file.
fn obstacle(kind: Option<FileType>) -> Option<Seen> {
    kind.and_then(Obstacle::of).map(Seen::Else)
}

/// The type of this member of `stat` differs between systems; its value is below 10⁹ on all.
fn nanoseconds(value: impl TryInto<i64>) -> i64 {
    value.try_into().unwrap_or(0)
}
