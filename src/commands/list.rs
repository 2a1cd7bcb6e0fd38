//! `patgen list`: every pattern of the catalogue.

use clap::{Arg, ArgMatches, Command};
use serde_json::{Value as Json, json};

use super::{Outcome, Setting, common};
use crate::catalogue::Entry;
use crate::error::Result;
use crate::pattern::Pattern;
use crate::ui::visible;

/// The arguments.
#[must_use]
pub fn command() -> Command {
    Command::new("list")
        .about("List the patterns")
        .defer(|command| {
            command.args(common::flags()).arg(
                Arg::new("sort")
                    .long("sort")
                    .value_name("BY")
                    .value_parser(["name", "confidence"])
                    .default_value("name")
                    .help("The order"),
            )
        })
}

/// Prints the patterns.
///
/// # Errors
/// A pattern error where a manifest is wrong.
pub fn run(setting: &Setting, matches: &ArgMatches) -> Result<Outcome> {
    let mut patterns = patterns(setting)?;
    if matches
        .get_one::<String>("sort")
        .is_some_and(|by| by == "confidence")
    {
        patterns.sort_by_key(|pattern| std::cmp::Reverse(rank(pattern)));
    }
    if setting.json {
        setting.print_json(&document(&patterns));
    } else {
        setting.ui.data(table(&patterns).as_bytes());
    }
    Ok(Outcome::Done)
}

/// Every pattern of the catalogue, or of the stack that was named.
///
/// # Errors
/// A pattern error where a manifest is wrong.
pub(super) fn patterns(setting: &Setting) -> Result<Vec<Pattern>> {
    let wanted = |entry: &&Entry| {
        setting
            .stack
            .as_ref()
            .is_none_or(|stack| *stack == entry.stack)
    };
    let entries = setting.catalogue.entries();
    entries
        .iter()
        .filter(wanted)
        .map(|entry| setting.catalogue.pattern(entry))
        .collect()
}

fn rank(pattern: &Pattern) -> usize {
    ["low", "medium", "high"]
        .iter()
        .position(|word| *word == pattern.manifest.evidence.confidence)
        .map_or(0, |at| at + 1)
}

/// The patterns as `--json` prints them.
#[must_use]
pub fn document(patterns: &[Pattern]) -> Json {
    let pattern = |pattern: &Pattern| {
        json!({
            "name": pattern.full_name(),
            "about": pattern.manifest.about,
            "tags": pattern.manifest.tags,
            "confidence": pattern.manifest.evidence.confidence,
            "requires": pattern.manifest.requires,
            "provides": pattern.manifest.provides.keys().collect::<Vec<_>>(),
        })
    };
    json!({"version": 1, "patterns": patterns.iter().map(pattern).collect::<Vec<_>>()})
}

/// Names and purposes in two columns.
#[must_use]
pub fn table(patterns: &[Pattern]) -> String {
    visible(&rows(patterns))
}

fn rows(patterns: &[Pattern]) -> String {
    let width = patterns
        .iter()
        .map(|pattern| pattern.full_name().len())
        .max()
        .unwrap_or(0);
    patterns
        .iter()
        .map(|pattern| {
            format!(
                "{:width$}  {}\n",
                pattern.full_name(),
                pattern.manifest.about
            )
        })
        .collect()
}
