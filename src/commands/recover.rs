//! `patgen recover`: end what an interrupted run left half done.

use clap::{Arg, ArgAction, ArgMatches, Command};
use serde_json::json;

use super::{Outcome, Setting, common, project};
use crate::apply::{self, Left, Recovered};
use crate::disk::Root;
use crate::error::Result;

/// The arguments.
#[must_use]
pub fn command() -> Command {
    Command::new("recover")
        .about("Take back an interrupted run, or complete it")
        .defer(|command| {
            command.args(common::flags())
                .long_about(
                    "Take back an interrupted run, or complete it.\n\n\
                     Every command takes an interrupted run back first by itself; this one does nothing else.",
                )
                .arg(
                    Arg::new("forward")
                        .long("forward")
                        .help("Complete the run, where its files are still what its plan was made on")
                        .action(ArgAction::SetTrue),
                )
        })
}

/// Recovers, and tells what was done.
///
/// # Errors
/// Where another run has the lock, a file is not what the interrupted plan was made on (with `--forward`), or the
/// system fails; recovering can be repeated.
pub fn run(setting: &Setting, matches: &ArgMatches) -> Result<Outcome> {
    let root = Root::open(&setting.into)?;
    let forward = matches.get_flag("forward");
    let recovered = if forward {
        apply::recover_forward(&root)?
    } else {
        apply::recover(&root)?
    };
    let outcome = outcome(&recovered);
    if setting.json {
        setting.print_json(&json!({
            "version": 1,
            "command": "recover",
            "outcome": outcome.0,
            "left": recovered.left.iter().map(left).collect::<Vec<_>>(),
        }));
    } else {
        setting.ui.say(outcome.1);
        project::tell_left(&recovered, &setting.ui);
    }
    let left = !recovered.left.is_empty();
    Ok(if left { Outcome::Left } else { Outcome::Done })
}

/// What was done: a word and a sentence.
fn outcome(recovered: &Recovered) -> (&'static str, &'static str) {
    match (recovered.runs, recovered.completed) {
        (0, _) => ("nothing-to-do", "nothing to do: no run was interrupted"),
        (_, 0) => ("rolled-back", "an interrupted run was rolled back"),
        _ => ("completed", "an interrupted run was completed"),
    }
}

fn left(left: &Left) -> serde_json::Value {
    json!({"path": left.path, "kept": left.kept})
}
