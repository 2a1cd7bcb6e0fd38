//! The flags that every command has that makes or applies a plan.

use clap::{Arg, ArgAction, ArgMatches};

/// What the flags say.
#[derive(Clone, Debug, Default)]
#[expect(clippy::struct_excessive_bools, reason = "each is a flag of its own")]
pub(in crate::commands) struct Mode {
    /// Show the plan as a diff, write nothing.
    pub dry_run: bool,
    /// Say only whether there is something to do.
    pub check: bool,
    /// Do not ask.
    pub yes: bool,
    /// Ask, also where the plan only makes new files.
    pub review: bool,
    /// A file in the way stops the run, also where a person could be asked.
    pub stop: bool,
    /// The files to take; all others are left out.
    pub take: Vec<String>,
    /// The files to leave out.
    pub leave: Vec<String>,
    /// Where to save the plan instead of applying it; `-` is stdout.
    pub save: Option<String>,
}

/// The flags.
pub(in crate::commands) fn flags() -> Vec<Arg> {
    let flag = |name: &'static str, help: &'static str| {
        Arg::new(name)
            .long(name)
            .help(help)
            .action(ArgAction::SetTrue)
    };
    let path = |name: &'static str, help: &'static str| {
        Arg::new(name)
            .long(name)
            .value_name("PATH")
            .help(help)
            .action(ArgAction::Append)
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
        flag(
            "review",
            "Ask also where only new files are made; then choose by file or by hunk",
        )
        .conflicts_with("yes"),
        path(
            "take",
            "Take this file of the plan and leave out the others; repeatable",
        ),
        path("leave", "Leave this file of the plan out; repeatable"),
    ]
}

/// The flag of commands that make a plan.
pub(in crate::commands) fn save_flag() -> Arg {
    Arg::new("save-plan")
        .long("save-plan")
        .value_name("FILE")
        .conflicts_with("check")
        .help(
            "Write nothing in the project; save the whole plan for `patgen apply` (`-`: on stdout)",
        )
}

/// What was given of them.
pub(in crate::commands) fn mode(matches: &ArgMatches) -> Mode {
    let given = |name| matches.try_get_one::<String>(name).ok().flatten().cloned();
    let paths = |name| matches.get_many::<String>(name).into_iter().flatten();
    Mode {
        dry_run: matches.get_flag("dry-run"),
        check: matches.get_flag("check"),
        yes: matches.get_flag("yes"),
        review: matches.get_flag("review"),
        stop: given("on-conflict").is_some_and(|how| how == "stop"),
        take: paths("take").cloned().collect(),
        leave: paths("leave").cloned().collect(),
        save: given("save-plan"),
    }
}
