//! The flags of `new`: those of its own, and the questions of the pattern.

use clap::{Arg, ArgAction, Command};
use indexmap::IndexMap;

use crate::commands::{common, conflicts, finish};
use crate::error::{Error, Result};
use crate::pattern::{Question, QuestionType};
use crate::render::manifest_origin;
use crate::stamp::Whole;
use crate::ui::visible;

/// `patgen new` without a pattern.
#[must_use]
pub fn base_command() -> Command {
    Command::new("new")
        .about("Stamp a pattern; its questions are its flags")
        .override_usage("patgen new [OPTIONS] <PATTERN> [--ANSWER VALUE]… [FIELD]…")
        .after_help(
            "`patgen list` shows the patterns, `patgen new PATTERN --help` the questions of one.",
        )
        .subcommand_value_name("PATTERN")
        .subcommand_help_heading("Pattern")
        .subcommand_required(true)
        .disable_help_subcommand(true)
        .defer(|command| command.args(common::flags()).args(own_flags()))
}

fn own_flags() -> Vec<Arg> {
    let own = [
        conflicts::flag().global(true),
        Arg::new("answers")
            .long("answers")
            .value_name("FILE")
            .help("Read answers from a TOML or JSON file; flags win")
            .global(true),
    ];
    let shared = finish::flags().into_iter().chain([finish::save_flag()]);
    let global = shared.map(|flag| flag.global(true));
    global.chain(own).collect()
}

/// The questions of a pattern and of all that may come along, each once; its own first.
#[must_use]
pub fn questions(wholes: &[Whole]) -> IndexMap<String, Question> {
    let mut questions = IndexMap::new();
    for (name, question) in wholes.iter().flat_map(Whole::questions) {
        questions.entry(name).or_insert(question);
    }
    questions
}

/// Refuses questions whose flags are taken: by patgen itself, or by another question of the same run.
///
/// # Errors
/// A pattern error that names the question and the flag.
pub fn ensure_free(wholes: &[Whole]) -> Result<()> {
    let mut taken: Vec<String> = OWN_FLAGS.iter().map(|flag| (*flag).to_owned()).collect();
    let mut seen = IndexMap::new();
    for whole in wholes {
        let origin = manifest_origin(&whole.pattern);
        for (name, question) in whole
            .questions()
            .into_iter()
            .filter(|(_, question)| !question.hidden)
        {
            if seen.insert(name.clone(), ()).is_some() {
                continue;
            }
            for flag in question.flags(&name) {
                if taken.contains(&flag) {
                    return Err(Error::pattern(format!(
                        "{origin}: question `{name}`: the flag `{flag}` is taken"
                    ))
                    .hint("give it another with `flag`, `no_flag` or `short`"));
                }
                taken.push(flag);
            }
        }
    }
    Ok(())
}

/// The flags that no question can have.
const OWN_FLAGS: [&str; 25] = [
    "--into",
    "--fact",
    "--patterns",
    "--stack",
    "--json",
    "--color",
    "--quiet",
    "-q",
    "--verbose",
    "-v",
    "--dry-run",
    "--check",
    "--yes",
    "-y",
    "--on-conflict",
    "--answers",
    "--help",
    "-h",
    "--version",
    "-V",
    "--no-format",
    "--save-plan",
    "--review",
    "--take",
    "--leave",
];

/// The pattern as a subcommand of `new`, called as the person wrote it.
#[must_use]
pub fn pattern_command(written: &str, wholes: &[Whole]) -> Command {
    let mut command = Command::new(written.to_owned());
    let Some((whole, others)) = wholes.split_first() else {
        return command;
    };
    let own = whole.questions();
    command = command
        .about(visible(&whole.pattern.manifest.about))
        .long_about(long_about(whole));
    for (name, question) in own.iter().filter(|(_, question)| !question.hidden) {
        command = command.args(question_args(name, question, "Answers"));
    }
    for other in others {
        let heading = format!("Answers of `{}`, where it comes along", other.pattern.name);
        for (name, question) in other.questions() {
            let known = command
                .get_arguments()
                .any(|arg| arg.get_id() == name.as_str());
            if !known && !question.hidden {
                command = command.args(question_args(&name, &question, &heading));
            }
        }
    }
    command.args(common::flags())
}

fn long_about(whole: &Whole) -> String {
    let manifest = &whole.pattern.manifest;
    visible(&format!("{}\n\nUse it: {}", manifest.about, manifest.when))
}

fn question_args(name: &str, question: &Question, heading: &str) -> Vec<Arg> {
    let arg = base_arg(name, question, heading);
    match question.kind {
        QuestionType::Bool => bool_args(name, question, arg),
        QuestionType::Fields => vec![
            arg.action(ArgAction::Append),
            Arg::new(format!("bare {name}"))
                .value_name("FIELD")
                .num_args(0..)
                .help("Fields, bare: name:type[=arguments][:modifier[=value]]…")
                .help_heading(heading.to_owned()),
        ],
        QuestionType::Choice => vec![arg.value_parser(question.choices.clone())],
        QuestionType::List => vec![arg.action(ArgAction::Append)],
        QuestionType::Int => vec![arg.allow_negative_numbers(true)],
        _ => vec![arg],
    }
}

fn base_arg(name: &str, question: &Question, heading: &str) -> Arg {
    let arg = Arg::new(name.to_owned())
        .long(question.flag(name))
        .value_name(value_name(question.kind))
        .help(visible(&help(question)))
        .help_heading(heading.to_owned());
    match question.short {
        Some(short) => arg.short(short),
        None => arg,
    }
}

fn value_name(kind: QuestionType) -> &'static str {
    match kind {
        QuestionType::Name => "NAME",
        QuestionType::Int => "NUMBER",
        QuestionType::Url => "URL",
        QuestionType::List => "LIST",
        QuestionType::Path => "PATH",
        QuestionType::Fields => "FIELD",
        QuestionType::Target => "TARGET",
        _ => "VALUE",
    }
}

fn help(question: &Question) -> String {
    match &question.default {
        None if question.is_required() => format!("{} (required)", question.help),
        Some(text) if is_plain(text) => {
            format!("{} [default: {}]", question.help, text.trim_matches('\''))
        }
        _ => question.help.clone(),
    }
}

/// A default that reads the same to a person: a number, a flag, a quoted text without blanks or operators.
fn is_plain(expression: &str) -> bool {
    let quoted = expression
        .strip_prefix('\'')
        .and_then(|rest| rest.strip_suffix('\''));
    let bare = quoted.unwrap_or(expression);
    !bare.is_empty()
        && !bare.contains(['\'', '(', ' ', '{'])
        && (quoted.is_some() || matches!(bare, "true" | "false") || bare.parse::<i64>().is_ok())
}

fn bool_args(name: &str, question: &Question, arg: Arg) -> Vec<Arg> {
    let no = Arg::new(format!("no {name}"))
        .long(question.no_flag(name))
        .action(ArgAction::SetTrue)
        .help(format!("The opposite of `--{}`", question.flag(name)))
        .conflicts_with(name.to_owned());
    let no = match arg.get_help_heading() {
        Some(heading) => no.help_heading(heading.to_owned()),
        None => no,
    };
    vec![arg.action(ArgAction::SetTrue), no]
}
