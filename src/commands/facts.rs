//! `patgen facts`: what patgen sees in the project, and where.

use std::path::Path;

use clap::Command;
use serde_json::{Value as Json, json};

use super::{Outcome, Setting, project};
use crate::error::Result;
use crate::facts::{Fact, Facts};

/// The arguments.
#[must_use]
pub fn command() -> Command {
    Command::new("facts").about("Print what patgen sees in the project, and where")
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

fn table(facts: &Facts) -> String {
    let width = facts.iter().map(|(name, _)| name.len()).max().unwrap_or(0);
    let line = |(name, fact): (&str, &Fact)| {
        let doubt = if fact.certain {
            String::new()
        } else {
            format!("  ? one of {}", fact.candidates.join(", "))
        };
        crate::ui::visible(&format!(
            "{name:width$}  {}  ({}){doubt}\n",
            first_line(&fact.value.to_string()),
            fact.evidence
        ))
    };
    facts.iter().map(line).collect()
}
