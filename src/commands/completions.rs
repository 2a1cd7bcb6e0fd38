//! `patgen completions SHELL`: a completion script on stdout.

use clap::{Arg, ArgMatches, Command, value_parser};
use clap_complete::Shell;

use super::{Outcome, Setting, common};
use crate::error::Result;

/// The arguments.
#[must_use]
pub fn command() -> Command {
    Command::new("completions")
        .about("Print a completion script for a shell")
        .defer(|command| {
            command.args(common::flags()).arg(
                Arg::new("shell")
                    .value_name("SHELL")
                    .required(true)
                    .value_parser(value_parser!(Shell))
                    .help("The shell"),
            )
        })
}

/// Prints the script for `whole`, the command with every pattern in it.
///
/// # Errors
/// None: it cannot fail.
pub fn run(setting: &Setting, matches: &ArgMatches, mut whole: Command) -> Result<Outcome> {
    let mut script = Vec::new();
    if let Some(shell) = matches.get_one::<Shell>("shell") {
        clap_complete::generate(*shell, &mut whole, "patgen", &mut script);
    }
    setting.ui.data(&script);
    Ok(Outcome::Done)
}
