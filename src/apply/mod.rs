//! Applying a plan: all of it or nothing, whatever happens on the way.
//!
//! The only module that writes into a project. It asks nothing, prints nothing and decides nothing about contents.
//!
//! ```text
//! lock ▶ survey (is all as planned?) ▶ stage ▶ journal ▶ commit (one rename a step) ▶ done ▶ clean
//!                                        └── an error: roll back ◀──┘       a crash: the next run recovers
//! ```
//!
//! - A file is replaced by a rename, never written to: it is old or new at every instant, and a hard link is broken.
//! - What a person may have written is moved aside and compared, never overwritten.
//! - A directory that is new comes with all below it in one rename, and so does a new root.
//! - Nothing is left in the project but what the plan says: no lock, no transaction, no empty directory.
//!
//! # The promises
//!
//! Each module says which of them rest on it.
//!
//! 1. Every file is, at every instant, byte for byte old or new.
//! 2. After a crash at any point the next command leaves all old or all new, and nothing lying about.
//! 3. Nothing outside the root is read, made, changed or removed, whatever links or swapped directories there are.
//! 4. A byte that a person wrote is in the file, in a side of a conflict, or in a kept copy.
//! 5. An error leaves the tree as it was, times included; a run with nothing to do touches nothing.
//! 6. What was previewed is what is applied: a file that changed in between stops the run.
//! 7. No code of a pattern is run: here, no program at all.
//! 8. A secret is only in the file that asked for it, and that is its owner's alone.
//! 9. No raw control byte reaches the terminal: nothing is printed here.
//! 10. Of two runs at once one wins, and the other says so; a killed one leaves no lock.

mod clean;
mod commit;
mod files;
mod in_root;
mod journal;
mod lock;
mod moves;
mod new_root;
mod real;
mod recover;
mod refusal;
mod roll_back;
mod stage;
mod survey;
mod txn;
mod walk;
mod work;

use rustix::fd::OwnedFd;

use crate::change::{Kind, Plan};
use crate::disk::{Place, Root};
use crate::error::Result;
use crate::rel_path::RelPath;
use files::{At, Files};
use real::Real;
use recover::Way;

#[cfg(any(test, fuzzing))]
pub use journal::of_any_bytes as journal_of_any_bytes;
pub use recover::Recovered;
pub use txn::Left;

/// How to apply.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Options {
    /// Whether to wait until the disk has everything, so that a power cut loses nothing. Off only to measure its price.
    pub durable: bool,
}

impl Default for Options {
    fn default() -> Self {
        Self { durable: true }
    }
}

/// What applying a plan did.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Receipt {
    /// The files that it changed, in the order of their paths.
    pub changes: Vec<(RelPath, Kind)>,
}

/// Applies `plan` to the project: all of it, or on an error nothing.
///
/// A plan with nothing to do touches nothing. A root that does not exist yet is made.
///
/// # Errors
///
/// Where another run has the lock, the tree is no longer what the plan was made on, something is in the way or may not
/// be written, or the system fails. The tree is then as before, unless the error says that rolling back failed too.
pub fn apply(root: &Root, plan: &Plan, options: Options) -> Result<Receipt> {
    apply_with(&Real, root, plan, options)
}

/// Refuses what [`apply`] would refuse, changing nothing: for plans that are only shown.
///
/// # Errors
///
/// As [`apply`].
pub fn check(root: &Root, plan: &Plan) -> Result<()> {
    plan.check()?;
    match root.place() {
        Place::Here(_) if plan.is_done() => Ok(()),
        Place::Here(dir) => {
            lock::ensure_possible(&Real, dir)?;
            survey::survey(&Real, dir, plan.effective()).map(drop)
        }
        Place::Missing { parent, name } => {
            let may = Real.may_write(At(parent, "."));
            may.map_err(|error| refusal::no_room_for_root(name, error))
        }
    }
}

/// Takes back what an interrupted run left half done in the project, if there was one. Every command begins with this.
///
/// # Errors
///
/// Where another run has the lock, or the system fails; recovering can be repeated.
pub fn recover(root: &Root) -> Result<Recovered> {
    recover_with(&Real, root, Way::Back)
}

/// Completes what an interrupted run left half done, where the files are still what its plan was made on.
///
/// # Errors
///
/// As [`recover()`]; also where a file is not what the plan was made on. [`recover()`] can then still take it back.
pub fn recover_forward(root: &Root) -> Result<Recovered> {
    recover_with(&Real, root, Way::Forward)
}

/// [`apply`] with any system calls on a real root.
fn apply_with<F: Files<Dir = OwnedFd>>(
    files: &F,
    root: &Root,
    plan: &Plan,
    options: Options,
) -> Result<Receipt> {
    plan.check()?;
    if !plan.is_done() {
        match root.place() {
            Place::Here(dir) => in_root::apply(files, dir, plan, options)?,
            Place::Missing { parent, name } => {
                new_root::apply(files, At(parent, name.as_str()), plan, options)?;
            }
        }
    }
    Ok(Receipt {
        changes: plan
            .effective()
            .map(|change| (change.path.clone(), change.kind()))
            .collect(),
    })
}

/// [`recover()`] with any system calls on a real root.
fn recover_with<F: Files<Dir = OwnedFd>>(files: &F, root: &Root, way: Way) -> Result<Recovered> {
    match root.place() {
        Place::Here(dir) => recover::recover(files, dir, way),
        Place::Missing { parent, name } => new_root::recover(files, At(parent, name.as_str())),
    }
}

#[cfg(test)]
mod tests;
