//! Applying a plan to a project that exists: staged in its record directory, then renamed into place step by step.
//!
//! Keeps promise 5: an error is taken back in the process, directory times included.

use std::time::{SystemTime, UNIX_EPOCH};

use super::files::{At, Files, Seen};
use super::journal::Journal;
use super::lock::{Lock, Locked};
use super::recover::Way;
use super::refusal::not_taken_back;
use super::roll_back::roll_back;
use super::survey::{Survey, survey};
use super::txn::{Left, Txn};
use super::walk::Walk;
use super::work::Work;
use super::{Options, clean, commit, recover, stage};
use crate::change::{Change, Content, Plan};
use crate::disk::obstacle::cannot;
use crate::error::{Error, Result};
use crate::rel_path::{RECORD_DIR, RelPath};

/// Applies `plan` in `root`, under its lock.
pub(crate) fn apply<F: Files>(
    files: &F,
    root: &F::Dir,
    plan: &Plan,
    options: Options,
) -> Result<()> {
    let lock = Lock::take(files, root)?;
    let applied = run(
        &Locked {
            files,
            root,
            record: &lock.record,
        },
        plan,
        options,
    );
    lock.release(files, root, applied.is_err());
    applied
}

fn run<F: Files>(project: &Locked<'_, F>, plan: &Plan, options: Options) -> Result<()> {
    recover::under_lock(project, Way::Back)?;
    let ignore = ignore_file(project, plan)?;
    let changes = ignore.iter().chain(plan.effective());
    let survey = survey(project.files, project.root, changes)?;
    let txn = Txn::begin(project.files, project.record, new_id(), options)?;
    let journal = match prepare(project.files, &txn, &survey) {
        Ok(journal) => journal,
        Err(error) => {
            let _ = txn.discard();
            return Err(error);
        }
    };
    let carried_out = carry_out(&txn.work(project.root, &journal), &txn);
    match carried_out {
        Ok(()) => {
            clean_up(project, txn, &journal);
            Ok(())
        }
        Err(error) => match take_back(project, txn, &journal) {
            Ok(left) => {
                restore_times(project, &survey);
                Err(left.iter().fold(error, name_left))
            }
            Err(second) => not_taken_back(error, &second),
        },
    }
}

/// Stages everything and writes the journal.
fn prepare<F: Files>(files: &F, txn: &Txn<'_, F>, survey: &Survey<'_>) -> Result<Journal> {
    stage::stage(files, &txn.slots, &survey.steps)?;
    let journal = Journal::of(&survey.steps);
    let written = txn.write(&journal).and_then(|()| txn.settle());
    written.map_err(|error| cannot("write", RECORD_DIR, error))?;
    Ok(journal)
}

fn carry_out<F: Files>(work: &Work<'_, F>, txn: &Txn<'_, F>) -> Result<()> {
    commit::commit(work)?;
    txn.settle()
        .and_then(|()| txn.done())
        .map_err(|error| cannot("write", RECORD_DIR, error))
}

/// The plan is applied: what cannot be cleaned up now is cleaned up by the next run.
fn clean_up<F: Files>(project: &Locked<'_, F>, txn: Txn<'_, F>, journal: &Journal) {
    let pruned = commit::prune(&txn.work(project.root, journal));
    // An empty directory that comes back would be nobody's to remove, once the transaction is gone.
    let settled = pruned.and_then(|any| if any { txn.settle() } else { Ok(()) });
    let _ = settled.and_then(|()| txn.discard());
}

/// Rolls back; the journal stays until that is done.
fn take_back<F: Files>(
    project: &Locked<'_, F>,
    txn: Txn<'_, F>,
    journal: &Journal,
) -> Result<Vec<Left>> {
    let refused = |error| cannot("write", RECORD_DIR, error);
    txn.back().map_err(refused)?;
    let edited = roll_back(&txn.work(project.root, journal))?;
    let left = txn.keep(project.record, &edited).map_err(refused)?;
    txn.settle().map_err(refused)?;
    let _ = txn.discard();
    Ok(left)
}

/// As far as possible: a directory that was changed and changed back shows it in no time but that of its inode.
fn restore_times<F: Files>(project: &Locked<'_, F>, survey: &Survey<'_>) {
    let files = project.files;
    let mut walk = Walk::new(files, project.root);
    for (path, stat) in &survey.dirs {
        let _ = walk
            .to(path)
            .and_then(|dir| files.set_times(dir, stat.times));
    }
}

fn name_left(error: Error, left: &Left) -> Error {
    let path = &left.path;
    error.hint(match &left.kept {
        None => format!("`{path}` was edited meanwhile and stays"),
        Some(kept) => {
            format!("`{path}` was edited meanwhile and stays; what it held before is in `{kept}`")
        }
    })
}

/// The change that adds `.patgen/.gitignore`, where the plan adds to the record and there is none.
fn ignore_file<F: Files>(project: &Locked<'_, F>, plan: &Plan) -> Result<Option<Change>> {
    let path = RelPath::ignore_file();
    let adds = plan
        .effective()
        .any(|change| change.path.is_record() && change.after.is_some());
    if !adds {
        return Ok(None);
    }
    match project.files.see(At(project.record, clean::IGNORE)) {
        Ok(Seen::Nothing) => Ok(Some(Change::new(
            path,
            None,
            Some(Content::new(clean::IGNORED)),
        ))),
        Ok(_) => Ok(None),
        Err(error) => Err(cannot("read", path.as_str(), error)),
    }
}

/// Unique as long as the lock is held, and told apart from what is kept of earlier ones.
fn new_id() -> String {
    let now = SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .unwrap_or_default();
    format!("{:x}-{:x}", now.as_nanos(), std::process::id())
}
