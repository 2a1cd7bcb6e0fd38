//! The flags that every command has that makes or applies a plan.

use clap::{Arg, ArgAction, ArgMatches};

/// What the flags say.
#[derive(Clone, Debug, Default)]
pub(in crate::commands) struct Mode {
    /// Show the plan as a diff, write nothing.
    pub dry_run: bool,
    /// Say only whether there is something to do.
    pub check: bool,
    /// Do not ask.
    pub yes: bool,
}

/// The flags.
pub(in crate::commands) fn flags() -> Vec<Arg> {
    let flag = |name: &'static str, help: &'static str| {
        Arg::new(name)
            .long(name)
            .help(help)
            .action(ArgAction::SetTrue)
    };
    vec![
        flag(
            "dry-run",
            "Write nothing; print the whole plan as a diff that `git apply` takes",
        )
        .conflicts_with("check"),
        flag(
            "check",
            "Write nothing; exit with 1 if there is something to do",
        ),
        flag("yes", "Do not ask; change existing files").short('y'),
    ]
}

/// What was given of them.
pub(in crate::commands) fn mode(matches: &ArgMatches) -> Mode {
    Mode {
        dry_run: matches.get_flag("dry-run"),
        check: matches.get_flag("check"),
        yes: matches.get_flag("yes"),
    }
}
