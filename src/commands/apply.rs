//! `patgen apply PLAN`: a plan that was saved, if the tree is still what it was made on.

use std::path::Path;

use clap::{Arg, ArgMatches, Command};

use super::finish::{self, Finish};
use super::project;
use super::{Outcome, Setting, common};
use crate::disk;
use crate::error::Result;
use crate::plan_file;

/// The arguments.
#[must_use]
pub fn command() -> Command {
    Command::new("apply")
        .about("Apply a plan that was saved with --save-plan")
        .defer(|command| {
            command.args(common::flags())
                .long_about(
                    "Apply a plan that was saved with `--save-plan`, exactly as it is.\n\n\
                     Where a file or a fact of the project is not what the plan was made on, nothing is written and it is \
                     named. What a secret file would hold is in no saved plan: that file is left for the command that made \
                     the plan.",
                )
                .arg(
                    Arg::new("plan")
                        .value_name("PLAN")
                        .required(true)
                        .help("The file, or `-` for stdin"),
                )
                .args(finish::flags())
        })
}

/// Applies the plan.
///
/// # Errors
/// A usage error where it is no plan, a project error where the project is not what it was made on.
pub fn run(setting: &Setting, matches: &ArgMatches) -> Result<Outcome> {
    let given = matches
        .get_one::<String>("plan")
        .map_or("-", String::as_str);
    let file = (given != "-").then(|| Path::new(given));
    let bytes = disk::read_given(file, plan_file::LIMIT)?;
    let origin = if file.is_some() { given } else { "stdin" };
    let saved = plan_file::read(&bytes, &crate::naming::shown(origin))?;
    let mut mode = finish::mode(matches);
    // The plan is another's: at a terminal it is never made unseen.
    mode.review |= setting.can_confirm() && !mode.yes;
    let project = project::open(setting)?;
    let proposal = saved.onto(&project.root, &project.facts)?;
    let again = || again(std::env::args());
    finish::finish(
        setting,
        Finish {
            command: "apply",
            root: &project.root,
            facts: &project.facts,
            proposal,
            mode: &mode,
            again: &again,
            asked: false,
        },
    )
}

/// The words of this run as a shell takes them, with `--yes`.
fn again(words: impl Iterator<Item = String>) -> String {
    let mut line = "patgen".to_owned();
    let mut said = false;
    for word in words.skip(1) {
        line += &format!(" {}", crate::naming::shell_word(&word));
        if word == "apply" && !said {
            line += " --yes";
            said = true;
        }
    }
    line
}
