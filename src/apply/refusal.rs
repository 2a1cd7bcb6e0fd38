//! The errors with which a plan is refused, each with its way out.
//!
//! Says promises 3, 5, 6 and 10 where they stop a run.

use rustix::io::Errno;

use crate::disk::obstacle::cannot;
use crate::error::{Error, Result};

/// Files are no longer what the plan was made on.
pub(crate) fn changed_since(paths: &[&str]) -> Error {
    const SHOWN: usize = 10;
    let named: Vec<String> = paths
        .iter()
        .take(SHOWN)
        .map(|path| format!("`{path}`"))
        .collect();
    let more = match paths.len().saturating_sub(SHOWN) {
        0 => String::new(),
        more => format!(" and {more} more"),
    };
    let are = if paths.len() == 1 {
        "file is"
    } else {
        "files are"
    };
    Error::project(format!(
        "{} {are} no longer what the plan was made on: {}{more}",
        paths.len(),
        named.join(", ")
    ))
    .hint("run the command again: it plans on what is there now")
}

/// The file at `path` may not be written.
pub(crate) fn file_not_writable(path: &str, error: Errno) -> Error {
    read_only(&format!("the file `{path}` is read-only"), error)
        .unwrap_or_else(|| cannot("write", path, error))
}

/// The directory at `path` may not be written in; the root is empty.
pub(crate) fn dir_not_writable(path: &str, error: Errno) -> Error {
    let message = match path {
        "" => "the project root is read-only".to_owned(),
        path => format!("the directory `{path}` is read-only"),
    };
    let shown = if path.is_empty() { "." } else { path };
    if error == Errno::LOOP {
        return Error::project(format!(
            "something that patgen makes in `{shown}` is a symlink"
        ))
        .hint("a link may lead out of the project, so none is followed: remove it");
    }
    read_only(&message, error).unwrap_or_else(|| cannot("write in", shown, error))
}

/// Something else is in the place of a directory that patgen makes for itself, and takes away again.
pub(crate) fn not_ours(path: &str, error: Errno) -> Error {
    if !matches!(error, Errno::LOOP | Errno::NOTDIR) {
        return cannot("read", path, error);
    }
    Error::project(format!(
        "`{path}` is a symlink or a file, where patgen makes a directory"
    ))
    .hint("a link may lead out of the project, so none is followed: remove it")
}

/// The directory of a root that is to be made may not be written in.
pub(crate) fn no_room_for_root(name: &str, error: Errno) -> Error {
    let message =
        format!("the directory in which the project root `{name}` would be made is read-only");
    read_only(&message, error).unwrap_or_else(|| cannot("make the directory", name, error))
}

/// The refusal, if the system's answer means that it is one of rights.
fn read_only(message: &str, error: Errno) -> Option<Error> {
    let way = match error {
        Errno::ACCESS => "give it write permission (`chmod u+w`), then run the command again",
        Errno::PERM => {
            "it may be marked as immutable (`lsattr -d` shows that, `chattr -i` takes it away); then run the command again"
        }
        Errno::ROFS => "make its file system writable, then run the command again",
        _ => return None,
    };
    let refused = Error::project(message).because(std::io::Error::from(error));
    Some(refused.hint(way))
}

/// Some file system takes the new path for one that is there.
pub(crate) fn twins(path: &str, twin: &str) -> Error {
    Error::project(format!(
        "`{path}` and `{twin}`, which is there, differ only by case or Unicode form"
    ))
    .hint("some file systems take them for one: rename one of them")
}

/// A directory that renames cannot reach.
pub(crate) fn elsewhere(path: &str) -> Error {
    Error::project(format!(
        "the directory `{path}` is on another file system than the project root"
    ))
    .hint(
        "a plan is applied by renames, which stay on one file system: make that directory the root",
    )
}

/// Another run has the lock.
pub(crate) fn locked() -> Error {
    Error::project("the project is locked by another run of patgen")
        .hint("wait until it has ended, then run the command again")
}

/// A root that was missing is there now.
pub(crate) fn came_into_being() -> Error {
    Error::project("the project root came into being while its plan was made")
        .hint("run the command again: it plans on what is there now")
}

/// Something that patgen did not make has the name that it makes new roots under.
pub(crate) fn nursery_taken(name: &str) -> Error {
    Error::project(format!(
        "`{name}` is in the way: the new project root is made there"
    ))
    .hint("move it away")
}

/// An interrupted run cannot be completed.
pub(crate) fn not_whole(path: &str) -> Error {
    Error::project(format!(
        "what the interrupted run was to write to `{path}` is no longer there as a whole"
    ))
    .hint("run `patgen recover` without `--forward`: it takes the run back")
}

/// Both the plan and taking it back failed.
pub(crate) fn not_taken_back(error: Error, second: &Error) -> Result<()> {
    Err(error
        .hint(format!("rolling back failed too: {second}"))
        .hint("nothing is lost: run `patgen recover` when the cause is mended"))
}
