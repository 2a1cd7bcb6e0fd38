//! The options that every subcommand has. What they say is read by the first look at the arguments.

use clap::{Arg, ArgAction};

/// Their heading.
pub const HEADING: &str = "Common options";

/// The options, for before a subcommand and behind it. Not clap's global ones: those are copied into every subcommand,
/// also where none is run.
#[must_use]
pub fn flags() -> Vec<Arg> {
    let value = |name: &'static str, value: &'static str, help: &'static str| {
        Arg::new(name)
            .long(name)
            .value_name(value)
            .help(help)
            .help_heading(HEADING)
    };
    let several = |arg: Arg| arg.action(ArgAction::Append);
    vec![
        value(
            "into",
            "DIR",
            "The project root [default: the current directory]",
        ),
        several(value(
            "fact",
            "NAME=VALUE",
            "Settle a fact about the project; repeatable",
        )),
        several(value(
            "patterns",
            "DIR",
            "More patterns, before the embedded ones; repeatable [env: PATGEN_PATTERNS]",
        )),
        value("stack", "NAME", "The stack, where a name stands in several"),
        value("json", "", "One JSON document on stdout").action(ArgAction::SetTrue),
        value("color", "WHEN", "When to colour").value_parser(["auto", "always", "never"]),
        value("quiet", "", "Say only what is wrong")
            .short('q')
            .action(ArgAction::SetTrue),
        value("verbose", "", "Say more")
            .short('v')
            .action(ArgAction::SetTrue)
            .conflicts_with("quiet"),
    ]
}
