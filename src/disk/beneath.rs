//! Opening what lies below a directory, without following a link anywhere on the way.
//!
//! In one call where the system has `openat2`, else directory by directory. Never blocks on a FIFO, never becomes a
//! program's terminal.

use rustix::fd::{AsFd, OwnedFd};
use rustix::fs::{FileType, Mode, OFlags, Stat};
use rustix::io::Errno;

use super::obstacle::Obstacle;
use crate::change::Content;

const DIR: OFlags = OFlags::RDONLY
    .union(OFlags::DIRECTORY)
    .union(OFlags::NOFOLLOW)
    .union(OFlags::CLOEXEC);

const FILE: OFlags = OFlags::RDONLY
    .union(OFlags::NONBLOCK)
    .union(OFlags::NOCTTY)
    .union(OFlags::NOFOLLOW)
    .union(OFlags::CLOEXEC);

/// What was opened.
pub(crate) enum Found {
    /// A regular file, with what the system says of it.
    File(Content, Stat),
    /// Anything else.
    Else(Obstacle),
}

/// Opens the directory at `path` below `root`.
pub(crate) fn open_dir(root: impl AsFd, path: &str) -> rustix::io::Result<OwnedFd> {
    open(root, path, DIR)
}

/// Opens the directory `name` directly in `dir`.
pub(crate) fn open_dir_in(dir: impl AsFd, name: &str) -> rustix::io::Result<OwnedFd> {
    rustix::fs::openat(dir, name, DIR, Mode::empty())
}

/// Opens what is at `path` below `root` for reading; [`content`] says whether it is a file.
pub(crate) fn open_file(root: impl AsFd, path: &str) -> rustix::io::Result<OwnedFd> {
    open(root, path, FILE)
}

/// Opens `name` directly in `dir` for reading.
pub(crate) fn open_file_in(dir: impl AsFd, name: &str) -> rustix::io::Result<OwnedFd> {
    rustix::fs::openat(dir, name, FILE, Mode::empty())
}

#[cfg(target_os = "linux")]
fn open(root: impl AsFd, path: &str, flags: OFlags) -> rustix::io::Result<OwnedFd> {
    use rustix::fs::ResolveFlags;
    use std::sync::atomic::{AtomicBool, Ordering};

    /// Whether the kernel, or a sandbox around us, turned out to lack `openat2`.
    static LACKING: AtomicBool = AtomicBool::new(false);

    let resolve = ResolveFlags::BENEATH | ResolveFlags::NO_SYMLINKS | ResolveFlags::NO_MAGICLINKS;
    if !LACKING.load(Ordering::Relaxed) {
        match rustix::fs::openat2(&root, path, flags, Mode::empty(), resolve) {
            // Some sandboxes answer calls they do not know with "not permitted".
            Err(Errno::NOSYS | Errno::PERM) => LACKING.store(true, Ordering::Relaxed),
            // A rename elsewhere got in between; step by step it cannot.
            Err(Errno::AGAIN) => {}
            answer => return answer,
        }
    }
    open_by_steps(root, path, flags)
}

#[cfg(not(target_os = "linux"))]
use open_by_steps as open;

/// Opens each directory on the way by itself, refusing links.
fn open_by_steps(root: impl AsFd, path: &str, flags: OFlags) -> rustix::io::Result<OwnedFd> {
    let (dirs, name) = crate::rel_path::split(path);
    let mut above: Option<OwnedFd> = None;
    for dir in dirs.split('/').filter(|dir| !dir.is_empty()) {
        above = Some(match &above {
            Some(above) => open_dir_in(above, dir)?,
            None => open_dir_in(&root, dir)?,
        });
    }
    match above {
        Some(above) => rustix::fs::openat(above, name, flags, Mode::empty()),
        None => rustix::fs::openat(root, name, flags, Mode::empty()),
    }
}

/// Reads an open file, if it is one.
pub(crate) fn content(file: impl AsFd) -> rustix::io::Result<Found> {
    let stat = rustix::fs::fstat(&file)?;
    if let Some(obstacle) = Obstacle::of(FileType::from_raw_mode(stat.st_mode)) {
        return Ok(Found::Else(obstacle));
    }
    let content = Content {
        bytes: bytes(file, usize::try_from(stat.st_size).unwrap_or(0))?.into(),
        executable: stat.st_mode & 0o100 != 0,
        private: stat.st_mode & 0o066 == 0,
    };
    Ok(Found::File(content, stat))
}

/// All bytes of a file that said it has `size`. One call, if that was true.
fn bytes(file: impl AsFd, size: usize) -> rustix::io::Result<Vec<u8>> {
    let mut bytes = Vec::with_capacity(size + 1);
    loop {
        if bytes.capacity() == bytes.len() {
            bytes.reserve(64 * 1024);
        }
        let room = bytes.capacity() - bytes.len();
        match rustix::io::read(&file, rustix::buffer::spare_capacity(&mut bytes)) {
            // A regular file gives less than asked for only at its end.
            Ok(read) if read < room => return Ok(bytes),
            Ok(_) | Err(Errno::INTR) => {}
            Err(error) => return Err(error),
        }
    }
}

#[cfg(test)]
#[expect(clippy::disallowed_methods, reason = "tests set the scene by hand")]
mod tests {
    use super::*;
    use std::fs;
    use std::os::unix::fs::symlink;

    /// Both ways of opening agree on what they refuse.
    #[test]
    fn step_by_step_refuses_what_one_call_refuses() {
        let dir = tempfile::tempdir().expect("a directory");
        let at = |path: &str| dir.path().join(path);
        fs::create_dir_all(at("a/b")).expect("directories");
        fs::write(at("a/b/c"), "x").expect("a file");
        symlink("a", at("link")).expect("a link");
        symlink("c", at("a/b/link")).expect("a link");
        symlink("/nowhere", at("a/dangling")).expect("a link");
        let root = rustix::fs::open(dir.path(), DIR, Mode::empty()).expect("the root");
        for (path, opens) in [
            ("a/b/c", true),
            ("a/b", true),
            ("a/b/link", false),
            ("link/b/c", false),
            ("a/dangling", false),
            ("a/dangling/x", false),
            ("a/b/c/d", false),
            ("a/x", false),
            ("x/y", false),
        ] {
            for way in [open, open_by_steps] {
                assert_eq!(way(&root, path, FILE).is_ok(), opens, "{path}");
            }
        }
    }

    #[test]
    fn a_file_that_grew_is_read_to_its_end() {
        let file = tempfile::NamedTempFile::new().expect("a file");
        fs::write(file.path(), vec![7; 200_000]).expect("a full file");
        for size in [0, 1, 199_999, 200_000, 300_000] {
            let open = fs::File::open(file.path()).expect("the file");
            assert_eq!(bytes(&open, size).expect("bytes").len(), 200_000);
        }
    }
}
