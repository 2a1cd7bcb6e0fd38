//! `--on-conflict`: what to do with files that cannot be merged; the same for every command.

use clap::{Arg, ArgMatches};

use crate::plan::OnConflict;

/// The flag.
#[must_use]
pub(super) fn flag() -> Arg {
    Arg::new("on-conflict")
        .long("on-conflict")
        .value_name("HOW")
        .value_parser(["stop", "keep", "replace", "markers"])
        .help("What to do with a file in the way that cannot be merged [default: stop]")
}

/// What it says.
#[must_use]
pub(super) fn read(matches: &ArgMatches) -> OnConflict {
    match matches.get_one::<String>("on-conflict").map(String::as_str) {
        Some("keep") => OnConflict::Keep,
        Some("replace") => OnConflict::Replace,
        Some("markers") => OnConflict::Markers,
        _ => OnConflict::Stop,
    }
}
