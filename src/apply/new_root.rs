//! Applying a plan to a project that does not exist yet: all of it is made beside its place and moved there at once.
//!
//! Keeps promises 1 and 2 for a root: it is not there, or whole.

use rustix::io::Errno;

use super::Options;
use super::clean::{IGNORE, IGNORED};
use super::files::{Answer, At, Files, Planted};
use super::lock::Lock;
use super::moves;
use super::recover::{Recovered, clear};
use super::refusal::{came_into_being, changed_since, locked, no_room_for_root, nursery_taken};
use crate::change::{Content, Plan};
use crate::disk::obstacle::cannot;
use crate::error::Result;
use crate::rel_path::RECORD_DIR;

/// Makes the root `at` with what `plan` puts into it.
pub(crate) fn apply<F: Files>(
    files: &F,
    at: At<'_, F::Dir>,
    plan: &Plan,
    options: Options,
) -> Result<()> {
    ensure_all_new(plan)?;
    let before = files
        .dir_stat(at.0)
        .map_err(|error| cannot("read", ".", error))?;
    let Nursery { dir, lock, name } = Nursery::open(files, at, options)?;
    let beside = At(at.0, name.as_str());
    let made = fill(files, &dir, plan)
        .and_then(|()| settle(files, &dir, options, at.1))
        .and_then(|()| move_in(files, &dir, beside, at));
    if made.is_err() && empty(files, &dir, &lock, options).is_err() {
        // The lock file stays, by which the next run knows whose this is.
        return made;
    }
    if made.is_ok() && options.durable {
        // The project is there; that its name might not survive a power cut is no reason to call this a failure.
        let _ = files.sync_dir(at.0);
    }
    lock.release(files, &dir, false);
    if made.is_err() {
        let _ = files.remove_dir(beside);
        let _ = files.set_times(at.0, before.times);
    }
    made
}

/// Removes what an interrupted run left beside the place of a root.
pub(crate) fn recover<F: Files>(files: &F, at: At<'_, F::Dir>) -> Result<Recovered> {
    let name = name_beside(at.1);
    let found = files.kind(At(at.0, name.as_str()));
    if found
        .map_err(|error| cannot("read", &name, error))?
        .is_none()
    {
        return Ok(Recovered::default());
    }
    let Nursery { dir, lock, name } = Nursery::open(files, at, Options::default())?;
    // Without its lock it is no killed run's: another run has just ended, or is about to begin.
    let runs = usize::from(lock.found);
    lock.release(files, &dir, false);
    match files.remove_dir(At(at.0, name.as_str())) {
        // Another run took the lock as this one let go of it: it is at the same root, and tells so by its lock.
        Ok(()) | Err(Errno::NOTEMPTY | Errno::NOENT) => {}
        Err(error) => return Err(cannot("remove", &name, error)),
    }
    Ok(Recovered {
        runs,
        completed: 0,
        left: Vec::new(),
    })
}

/// The directory in which a root grows up, locked and empty.
struct Nursery<F: Files> {
    dir: F::Dir,
    lock: Lock<F>,
    name: String,
}

impl<F: Files> Nursery<F> {
    fn open(files: &F, at: At<'_, F::Dir>, options: Options) -> Result<Self> {
        let name = name_beside(at.1);
        let beside = At(at.0, name.as_str());
        let made = match files.make_dir(beside) {
            Ok(()) => true,
            Err(Errno::EXIST) => false,
            Err(error) => return Err(no_room_for_root(at.1, error)),
        };
        let opened = Self::lock(files, beside, options);
        if made && opened.is_err() {
            let _ = files.remove_dir(beside);
        }
        let (dir, lock) = opened?;
        Ok(Self { dir, lock, name })
    }

    /// Locks the directory, and empties it of what a killed run left.
    ///
    /// By its lock the next run will know whose it is: that is durable before anything else is in it.
    fn lock(files: &F, beside: At<'_, F::Dir>, options: Options) -> Result<(F::Dir, Lock<F>)> {
        let refused = |error| match error {
            // Another run has just moved it into place, or given up.
            Errno::NOENT => locked(),
            error => cannot("open", beside.1, error),
        };
        let dir = files.open_dir(beside).map_err(refused)?;
        let lock = Lock::take(files, &dir)?;
        if let Err(error) = ensure_ours(files, &dir, &lock, beside) {
            lock.release(files, &dir, true);
            return Err(error);
        }
        empty(files, &dir, &lock, options).map_err(refused)?;
        if let Err(error) = settle_lock(files, &dir, &lock, options) {
            lock.release(files, &dir, true);
            return Err(refused(error));
        }
        Ok((dir, lock))
    }
}

fn settle_lock<F: Files>(files: &F, dir: &F::Dir, lock: &Lock<F>, options: Options) -> Answer<()> {
    if !options.durable {
        return Ok(());
    }
    files.sync_dir(&lock.record)?;
    files.sync_dir(dir)
}

/// Refuses a directory that another run has moved into place meanwhile, or that patgen did not make.
fn ensure_ours<F: Files>(
    files: &F,
    dir: &F::Dir,
    lock: &Lock<F>,
    beside: At<'_, F::Dir>,
) -> Result<()> {
    let refused = |error| cannot("read", beside.1, error);
    if !is_at(files, dir, beside) {
        return Err(came_into_being());
    }
    let entries = files.entries(dir).map_err(refused)?;
    if lock.found || entries.iter().all(|entry| entry.name == RECORD_DIR) {
        return Ok(());
    }
    Err(nursery_taken(beside.1))
}

/// Empties the directory but for its lock, which must not go before the rest.
fn empty<F: Files>(files: &F, dir: &F::Dir, lock: &Lock<F>, options: Options) -> Answer<()> {
    let emptied = clear(files, dir, &lock.record)?;
    if emptied && options.durable {
        files.sync_all(dir)?;
    }
    Ok(())
}

fn ensure_all_new(plan: &Plan) -> Result<()> {
    let gone: Vec<&str> = plan
        .iter()
        .filter(|change| change.before.is_some())
        .map(|change| change.path.as_str())
        .collect();
    if gone.is_empty() {
        return Ok(());
    }
    Err(changed_since(&gone))
}

fn fill<F: Files>(files: &F, dir: &F::Dir, plan: &Plan) -> Result<()> {
    let ignore = plan
        .effective()
        .any(|change| change.path.is_record())
        .then(|| Content::new(IGNORED));
    let ignore_path = format!("{RECORD_DIR}/{IGNORE}");
    let own = ignore.iter().map(|content| (ignore_path.as_str(), content));
    let planned = plan
        .effective()
        .filter_map(|change| Some((change.path.as_str(), change.after.as_ref()?)));
    let all: Vec<Planted> = own.chain(planned).collect();
    files
        .plant(dir, &all)
        .map_err(|(path, error)| cannot("write", path, error))
}

fn settle<F: Files>(files: &F, dir: &F::Dir, options: Options, name: &str) -> Result<()> {
    if !options.durable {
        return Ok(());
    }
    files
        .sync_all(dir)
        .map_err(|error| cannot("write", name, error))
}

/// Moves `dir`, which is at `from`, into its place.
fn move_in<F: Files>(
    files: &F,
    dir: &F::Dir,
    from: At<'_, F::Dir>,
    to: At<'_, F::Dir>,
) -> Result<()> {
    match moves::place(files, from, to) {
        Ok(()) => Ok(()),
        // A network file system may do it and say that it failed.
        Err(_) if is_at(files, dir, to) => Ok(()),
        Err(Errno::EXIST | Errno::NOTEMPTY) => Err(came_into_being()),
        Err(error) => Err(cannot("make the directory", to.1, error)),
    }
}

/// Whether that name is that of `dir`.
fn is_at<F: Files>(files: &F, dir: &F::Dir, at: At<'_, F::Dir>) -> bool {
    let named = files.open_dir(at).and_then(|named| files.dir_stat(&named));
    match (named, files.dir_stat(dir)) {
        (Ok(named), Ok(here)) => (named.device, named.inode) == (here.device, here.inode),
        _ => false,
    }
}

fn name_beside(name: &str) -> String {
    format!(".{name}.patgen-new")
}
