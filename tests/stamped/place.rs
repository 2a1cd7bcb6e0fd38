//! Where things are, and the locks that keep two test processes apart.

use std::fs::{self, DirBuilder, File};
use std::io::Read as _;
use std::os::unix::fs::DirBuilderExt as _;
use std::path::{Path, PathBuf};

use crate::Result;

/// The target directory of the build that this test belongs to.
pub fn target() -> &'static Path {
    let scratch = Path::new(env!("CARGO_TARGET_TMPDIR"));
    scratch.parent().unwrap_or(scratch)
}

/// The tools: kept from run to run. Work trees may share one: by a link it has one name all the same.
pub fn environment() -> PathBuf {
    kept("stamped-env")
}

/// A directory that is kept from run to run.
pub fn kept(name: &str) -> PathBuf {
    let named = target().join(name);
    named.canonicalize().unwrap_or(named)
}

/// The directories of one trial. They are made anew by each run, and all but `temp` stay afterwards to be looked at.
pub struct Room {
    /// Where the pattern is stamped. It holds nothing else, and has the name of the case.
    pub project: PathBuf,
    pub home: PathBuf,
    /// What is made here and removed again costs no disk, where there is memory for it: databases of SQLite wait for
    /// the disk at each commit.
    pub temp: PathBuf,
    pub logs: PathBuf,
    _lock: File,
}

impl Drop for Room {
    fn drop(&mut self) {
        // Where that cannot be, the next run does it.
        let _ = clear(&self.temp);
    }
}

impl Room {
    /// The command lines of the processes that work below the room.
    pub fn processes(&self) -> Vec<String> {
        let base = self.project.parent().unwrap_or(&self.project);
        let is_here = |place: PathBuf| place.starts_with(base) || place.starts_with(&self.temp);
        let all = fs::read_dir("/proc").into_iter().flatten().flatten();
        let here = all.filter(|one| fs::read_link(one.path().join("cwd")).is_ok_and(is_here));
        let line = |path: PathBuf| fs::read_to_string(path.join("cmdline")).unwrap_or_default();
        here.map(|one| line(one.path()).replace('\0', " "))
            .collect()
    }
}

/// A fresh room for `trial`, such as `crud-async-sqlite`, with a project called `project`.
pub fn room(trial: &str, project: &str) -> Result<Room> {
    let all = target().join("stamped");
    make(&all)?;
    let lock = open_lock(&all.join(format!("{trial}.lock")))?;
    lock.lock()
        .map_err(|error| format!("cannot lock the room of `{trial}`: {error}"))?;
    let base = all.join(trial);
    let temp = base.join("temp");
    if let Ok(left) = fs::read_link(&temp) {
        clear(&left)?;
    }
    clear(&base)?;
    let [project, home, logs] = [project, "home", "logs"].map(|name| base.join(name));
    for directory in [&project, &home, &logs] {
        make(directory)?;
    }
    Ok(Room {
        project,
        home,
        temp: make_temp(temp)?,
        logs,
        _lock: lock,
    })
}

/// A directory in memory with a link to it at `path`, or else one at `path`.
fn make_temp(path: PathBuf) -> Result<PathBuf> {
    let Some(memory) = memory() else {
        make(&path)?;
        return Ok(path);
    };
    let made = private(&memory, "trial")?;
    let linked = std::os::unix::fs::symlink(&made, &path);
    linked.map_err(|error| format!("cannot make {}: {error}", path.display()))?;
    Ok(made)
}

/// A directory that nobody else uses while the lease is held, kept from run to run.
pub struct Lease {
    pub directory: PathBuf,
    _lock: File,
}

/// The first free one of `base/0`, `base/1`, …
pub fn lease(base: &Path) -> Result<Lease> {
    make(base)?;
    for number in 0..256 {
        let lock = open_lock(&base.join(format!("{number}.lock")))?;
        if lock.try_lock().is_ok() {
            return Ok(Lease {
                directory: base.join(number.to_string()),
                _lock: lock,
            });
        }
    }
    Err(format!(
        "no free place in {}: remove that directory",
        base.display()
    ))
}

pub fn open_lock(path: &Path) -> Result<File> {
    let opened = File::options()
        .create(true)
        .truncate(false)
        .read(true)
        .write(true)
        .open(path);
    opened.map_err(|error| {
        format!(
            "cannot open {}: {error}; is the target directory yours?",
            path.display()
        )
    })
}

pub fn make(directory: &Path) -> Result<()> {
    let made = fs::create_dir_all(directory);
    made.map_err(|error| {
        format!(
            "cannot make {}: {error}; is the target directory yours?",
            directory.display()
        )
    })
}

/// How much room a file system in memory must have for the data of the trials: many times what they need at once.
const ROOM: u64 = 2 << 30;

/// Where files are made and removed at no cost, where the system has such a place and it is large enough.
pub fn memory() -> Option<PathBuf> {
    let memory = PathBuf::from("/dev/shm");
    let system = rustix::fs::statvfs(&memory).ok()?;
    (system.f_bavail * system.f_frsize >= ROOM).then_some(memory)
}

/// A new directory in `base`, with a short path, that no other user can enter.
pub fn private(base: &Path, name: &str) -> Result<PathBuf> {
    let home = base.join(format!("patgen-{name}-{}", random()?));
    let made = DirBuilder::new().mode(0o700).create(&home);
    made.map_err(|error| {
        format!(
            "cannot make {}: {error}; set TMPDIR to a directory of yours",
            home.display()
        )
    })?;
    Ok(home)
}

/// Sixteen random bytes, as hexadecimal digits.
pub fn random() -> Result<String> {
    let mut bytes = [0; 16];
    let read = File::open("/dev/urandom").and_then(|mut source| source.read_exact(&mut bytes));
    read.map_err(|error| format!("cannot read /dev/urandom: {error}"))?;
    Ok(format!("{:032x}", u128::from_le_bytes(bytes)))
}

/// Removes a directory with all that is in it, if it is there.
pub fn clear(directory: &Path) -> Result<()> {
    match fs::remove_dir_all(directory) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
            Err(format!("cannot remove {}: {error}", directory.display()))
        }
        _ => Ok(()),
    }
}

/// Leaves a project as a clone of it is: without `.env`, which git does not keep.
pub fn forget_secrets(project: &Path) -> Result<()> {
    match fs::remove_file(project.join(".env")) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
            Err(format!("cannot remove {}/.env: {error}", project.display()))
        }
        _ => Ok(()),
    }
}

/// All files below `directory`, as sorted paths relative to it.
pub fn files(directory: &Path) -> Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    let mut waiting = vec![directory.to_path_buf()];
    while let Some(next) = waiting.pop() {
        let listed = fs::read_dir(&next).and_then(Iterator::collect::<std::io::Result<Vec<_>>>);
        for entry in listed.map_err(|error| format!("cannot list {}: {error}", next.display()))? {
            if entry.file_type().is_ok_and(|kind| kind.is_dir()) {
                waiting.push(entry.path());
            } else {
                found.extend(entry.path().strip_prefix(directory).map(Path::to_path_buf));
            }
        }
    }
    found.sort();
    Ok(found)
}
