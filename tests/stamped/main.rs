//! Runs stamped code in a real environment: each case × variant is a test of its own.
//!
//! `cargo test --test stamped crud` selects by name, `-- --list` shows the names. The first run
//! prepares a Python environment under the target directory; later runs need no network. A trial
//! that cannot have its environment fails and says why; none is ever skipped.
//!
//! What is where: `cases` (what is proven), `stamps` (what they stamp), `laws` (what holds for every pattern), `declared` (what a project asks for is enough), `evolved` (slices that get more fields), `case` (the form
//! of a case), `trial` (one trial from stamp to verdict), `checks` and `coverage` (the verdict),
//! `stamper` (the binary), `environment` and `python` (the tools), `postgres`, `postgres_binaries`
//! and `account` (the server), `task` (how any command is run), `warm` (a process that has the libraries), `place` (directories and locks).

#![expect(
    clippy::disallowed_methods,
    reason = "the proof makes the directories that it works in"
)]

mod account;
mod case;
mod cases;
mod checks;
mod coverage;
mod declared;
mod environment;
mod evolved;
mod existing;
mod foreign;
mod foreign_projects;
mod harness;
mod laws;
mod place;
mod postgres;
mod postgres_binaries;
mod python;
mod stamper;
mod stamps;
mod task;
mod trial;
mod warm;

use std::process::ExitCode;
use std::sync::Arc;

use libtest_mimic::{Arguments, Trial};

use crate::harness::Harness;

/// What goes wrong here is for a person to read: what happened, where, and what to do.
type Result<T> = std::result::Result<T, String>;

fn main() -> ExitCode {
    let mut arguments = Arguments::from_args();
    // One more than there are cores, as some trial waits: for a server, for a worker, for a time to pass.
    let cores = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    arguments.test_threads.get_or_insert(cores + 1);
    let harness = Arc::new(Harness::default());
    // The long ones first, and the short ones last: no core is idle while a long one ends.
    let trials = case_trials(&harness)
        .chain(evolved::trials(&harness))
        .chain(existing::trials(&harness))
        .chain(foreign::trials(&harness))
        .chain(declared::trials(&harness))
        .chain(laws::trials(&harness))
        .collect();
    let conclusion = libtest_mimic::run(&arguments, trials);
    harness.stop();
    conclusion.exit_code()
}

fn case_trials(harness: &Arc<Harness>) -> impl Iterator<Item = Trial> {
    let variants =
        |case: &'static case::Case| case.variants.iter().map(move |variant| (case, variant));
    cases::CASES
        .iter()
        .flat_map(variants)
        .map(|(case, variant)| {
            let harness = Arc::clone(harness);
            Trial::test(case.trial_name(*variant), move || {
                Ok(trial::run(&harness, case, *variant)?)
            })
        })
}
