//! The command line: one definition for parsing, help, completions and the manual page.

use std::ffi::OsString;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::error::ErrorKind;
use clap::{ArgMatches, Command};

use crate::catalogue::{Catalogue, Entry};
use crate::commands::{
    Outcome, Setting, apply, common, completions, facts, init, list, man, new, recover, search,
    show, status, undo, update,
};
use crate::error::{Error, Result};
use crate::naming::shown;
use crate::scan::{Scan, scan};
use crate::stamp::Whole;
use crate::ui::{Ui, failure_json, failure_text, visible};

/// Runs the program: parse first, act later. Exit codes: 0 done, 1 something is left for a person, 2 an error.
#[must_use]
pub fn run(arguments: impl IntoIterator<Item = OsString>) -> ExitCode {
    let arguments: Vec<OsString> = arguments.into_iter().collect();
    let scan = scan(&arguments);
    let mut ui = Ui::new(scan.colour, scan.verbosity);
    ui.can_ask &= !scan.json;
    let outcome = dispatch(&arguments, &scan, &ui).and_then(|outcome| match ui.lost_data() {
        Some(kind) => Err(Error::io("cannot write to stdout", kind.into())),
        None => Ok(outcome),
    });
    match outcome {
        Ok(Outcome::Done) => ExitCode::SUCCESS,
        Ok(Outcome::Left) => ExitCode::from(1),
        Ok(Outcome::Wrong) => ExitCode::from(2),
        Err(error) => {
            report(&error, scan.json, &ui);
            ExitCode::from(2)
        }
    }
}

fn report(error: &Error, json: bool, ui: &Ui) {
    if json {
        ui.data(format!("{:#}\n", failure_json(error)).as_bytes());
    }
    ui.insist(&failure_text(error, ui));
}

fn dispatch(arguments: &[OsString], scan: &Scan, ui: &Ui) -> Result<Outcome> {
    ensure_text(arguments)?;
    let setting = Setting {
        into: scan.into.clone(),
        catalogue: Catalogue::open(&pattern_directories(scan))?,
        stack: scan.stack.clone(),
        fact_flags: scan.facts.clone(),
        json: scan.json,
        ui: ui.clone(),
    };
    if let Some(stack) = &setting.stack {
        setting.catalogue.ensure_stack(stack)?;
    }
    let asked = match &scan.pattern {
        Some(name) => Some(asked(&setting, name)?),
        None => None,
    };
    let command = command(
        asked
            .as_ref()
            .map(|asked| new::pattern_command(&asked.written, &asked.wholes)),
    );
    match command.try_get_matches_from(arguments) {
        Ok(matches) => run_subcommand(&setting, &matches, asked),
        Err(error) => stopped(&error, arguments, scan.json, ui),
    }
}

/// What is given is said, written down and handed on as text.
fn ensure_text(arguments: &[OsString]) -> Result<()> {
    let mut given = arguments.iter().skip(1);
    let Some(other) = given.find(|argument| argument.to_str().is_none()) else {
        return Ok(());
    };
    let shown = shown(&other.to_string_lossy());
    Err(Error::usage(format!("the argument `{shown}` is not UTF-8"))
        .hint("give it a name in UTF-8; into a directory one can also go with `cd`, and leave `--into` out"))
}

/// The pattern that `new` was called with.
struct Asked {
    written: String,
    entry: Entry,
    wholes: Vec<Whole>,
}

fn asked(setting: &Setting, written: &str) -> Result<Asked> {
    let entry = setting.catalogue.find(written, setting.stack.as_deref())?;
    let wholes = new::wholes(setting, &entry)?;
    Ok(Asked {
        written: written.to_owned(),
        entry,
        wholes,
    })
}

/// The project's own patterns, then those of the flags, then those of the environment.
fn pattern_directories(scan: &Scan) -> Vec<PathBuf> {
    let own = scan.into.join(".patgen/patterns");
    let mut directories: Vec<PathBuf> = (own.is_dir() && !own.is_symlink())
        .then_some(own)
        .into_iter()
        .collect();
    directories.extend(scan.patterns.iter().cloned());
    if let Some(paths) = std::env::var_os("PATGEN_PATTERNS") {
        directories
            .extend(std::env::split_paths(&paths).filter(|path| !path.as_os_str().is_empty()));
    }
    directories
}

fn run_subcommand(
    setting: &Setting,
    matches: &ArgMatches,
    asked: Option<Asked>,
) -> Result<Outcome> {
    match matches.subcommand() {
        Some(("new", matches)) => match (asked, matches.subcommand()) {
            (Some(asked), Some((_, matches))) => {
                new::run(setting, &asked.entry, asked.wholes, matches)
            }
            _ => Err(Error::usage("`new` needs a pattern").hint("`patgen list` shows them")),
        },
        Some(("list", matches)) => list::run(setting, matches),
        Some(("search", matches)) => search::run(setting, matches),
        Some(("show", matches)) => show::run(setting, matches),
        Some(("facts", _)) => facts::run(setting),
        Some(("init", matches)) => init::run(setting, matches),
        Some(("status", matches)) => status::run(setting, matches),
        Some(("apply", matches)) => apply::run(setting, matches),
        Some(("update", matches)) => update::run(setting, matches),
        Some(("undo", matches)) => undo::run(setting, matches),
        Some(("recover", matches)) => recover::run(setting, matches),
        Some(("completions", matches)) => {
            completions::run(setting, matches, whole_command(setting)?)
        }
        _ => man::run(setting, whole_command(setting)?),
    }
}

/// Help and version are no failures; all else is wrong usage, in clap's own words.
fn stopped(error: &clap::Error, arguments: &[OsString], json: bool, ui: &Ui) -> Result<Outcome> {
    let plain = error.render().to_string();
    // Colours come as control characters; so that none of an argument passes for one, its words stay plain.
    let is_plain = |argument: &OsString| {
        let text = argument.to_string_lossy();
        visible(&text) == text
    };
    let may_colour = arguments.iter().all(is_plain);
    let text = |colour: bool| {
        if colour && may_colour {
            error.render().ansi().to_string()
        } else {
            visible(&plain)
        }
    };
    match error.kind() {
        ErrorKind::DisplayHelp | ErrorKind::DisplayVersion => {
            ui.data(text(ui.colour_out).as_bytes());
            Ok(Outcome::Done)
        }
        ErrorKind::MissingSubcommand => Err(Error::usage("`patgen new` needs a pattern")
            .hint("`patgen list` shows them; `patgen search WORDS` finds one by its purpose")),
        _ if json => Err(usage_error(&plain)),
        _ => {
            ui.insist(text(ui.colour_err).trim_end());
            Ok(Outcome::Wrong)
        }
    }
}

/// What clap says, taken apart: the first paragraph is the message, the tips are hints.
fn usage_error(text: &str) -> Error {
    let message = text.split("\n\n").next().unwrap_or_default();
    let message: Vec<&str> = message
        .trim_start_matches("error: ")
        .lines()
        .map(str::trim)
        .collect();
    let tips = text
        .lines()
        .filter_map(|line| line.trim().strip_prefix("tip: "));
    tips.fold(Error::usage(message.join(" ")), |error, tip| {
        error.hint(visible(tip))
    })
}

/// The whole command line; the flags of one pattern where one was named.
#[must_use]
pub fn command(pattern: Option<Command>) -> Command {
    let new = new::base_command();
    let new = match pattern {
        Some(pattern) => new.subcommand(pattern),
        None => new,
    };
    Command::new("patgen")
        .version(env!("CARGO_PKG_VERSION"))
        .about("Stamps code patterns into projects, in the way of the repository it finds")
        .subcommand_required(true)
        .arg_required_else_help(true)
        .disable_help_subcommand(true)
        .args(common::flags())
        .subcommands([
            new,
            list::command(),
            search::command(),
            show::command(),
            facts::command(),
            init::command(),
            status::command(),
            apply::command(),
            update::command(),
            undo::command(),
            recover::command(),
        ])
        .subcommands([completions::command(), man::command()])
}

/// The command line with every pattern of the catalogue, for completions and the manual page.
fn whole_command(setting: &Setting) -> Result<Command> {
    let mut new = new::base_command();
    for entry in setting.catalogue.entries() {
        new = new.subcommand(new::pattern_command(
            &entry.name,
            &new::wholes(setting, &entry)?,
        ));
    }
    Ok(command(None).mut_subcommand("new", |_| new))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_subcommand_takes_the_common_options() {
        let mut whole = command(None);
        whole.build();
        let takes = |command: &Command| {
            let has = |flag: &clap::Arg| command.get_arguments().any(|arg| arg == flag);
            common::flags().iter().filter(|flag| has(flag)).count()
        };
        for command in whole.get_subcommands().chain([&whole]) {
            let name = command.get_name();
            assert_eq!(takes(command), common::flags().len(), "{name}");
        }
    }
}
