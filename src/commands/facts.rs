//! `patgen facts`: what patgen sees in the project, and where.

use std::path::Path;

use clap::Command;
use serde_json::{Value as Json, json};

use super::{Outcome, Setting, common, project};
use crate::error::Result;
use crate::facts::{Fact, Facts, TEAM_FILE};
use crate::naming::shell_word;

/// The arguments.
#[must_use]
pub fn command() -> Command {
    Command::new("facts")
        .about("Print what patgen sees in the project, and where")
        .defer(|command| command.args(common::flags()))
}

/// Prints the facts.
///
/// # Errors
/// A project error where a file that tells facts is broken.
pub fn run(setting: &Setting) -> Result<Outcome> {
    let project = project::open(setting)?;
    let facts = project.facts;
    if setting.json {
        setting.print_json(&document(setting, project.root.path(), &facts));
    } else {
        setting.ui.data(table(&facts).as_bytes());
    }
    Ok(Outcome::Done)
}

fn document(setting: &Setting, root: &Path, facts: &Facts) -> Json {
    let fact = |(name, fact): (&str, &Fact)| {
        json!({
            "name": name, "value": fact.value, "evidence": fact.evidence.to_string(),
            "certain": fact.certain, "candidates": fact.candidates,
        })
    };
    json!({
        "version": 1,
        "root": root.display().to_string(),
        "stack": setting.stack.as_deref().unwrap_or("fastapi"),
        "facts": facts.iter().map(fact).collect::<Vec<_>>(),
    })
}

/// A text of several lines by its first one; the others are in the JSON.
fn first_line(text: &str) -> String {
    match text.split_once('\n') {
        Some((first, _)) => format!("{first} …"),
        None => text.to_owned(),
    }
}

/// A value wider than this does not push the evidence of all others to the right.
const WIDEST: usize = 40;

/// Name, value and evidence in columns; below what is not certain, how to settle it.
fn table(facts: &Facts) -> String {
    let rows: Vec<(&str, String, &Fact)> = facts
        .iter()
        .map(|(name, fact)| (name, first_line(&fact.value.to_string()), fact))
        .collect();
    let longest = |lengths: &mut dyn Iterator<Item = usize>| lengths.max().unwrap_or(0);
    let names = longest(&mut rows.iter().map(|(name, ..)| name.chars().count()));
    let lengths = rows.iter().map(|(_, value, _)| value.chars().count());
    let values = longest(&mut lengths.filter(|length| *length <= WIDEST));
    let line = |(name, value, fact): &(&str, String, &Fact)| {
        let told = format!("{name:names$}  {value:values$}  {}\n", fact.evidence);
        crate::ui::visible(&(told + &doubt(name, fact)))
    };
    rows.iter().map(line).collect()
}

/// What else an uncertain fact may be, the flag that settles it, and the lines of `patgen.toml`.
fn doubt(name: &str, fact: &Fact) -> String {
    if fact.certain {
        return String::new();
    }
    let doubt = fact.doubt(name);
    let first = doubt.candidates.first().map_or("", String::as_str);
    let flag = shell_word(&format!("{name}={first}"));
    let line = doubt.line(first);
    let candidates: Vec<String> = fact.candidates.iter().map(|it| format!("`{it}`")).collect();
    let candidates = candidates.join(", ");
    format!(
        "    not certain: it may be {candidates}\n    settle it with `--fact {flag}`, or for all in `{TEAM_FILE}`:\n      [facts]\n      {line}\n"
    )
}
