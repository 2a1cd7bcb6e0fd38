//! What a command proposes: a plan, and what is to be said about it.
//!
//! Data only: the same for a stamp, an update, an undo and a plan that was saved. No secret is in it.

use serde::{Deserialize, Serialize};
use serde_json::Value as Json;

use super::Planned;
use crate::facts::{Fact, Facts};
use crate::stamp::Drawn;

/// A plan with its story.
#[derive(Debug, Default)]
pub struct Proposal {
    /// What it is for.
    pub about: About,
    /// The plan.
    pub planned: Planned,
}

/// What a plan is for, as messages, JSON and saved plans tell it.
#[derive(Clone, Debug, Default, PartialEq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct About {
    /// The command that made the plan: `new`, `update`, `undo`.
    pub command: String,
    /// The pattern in full, of the stamp that was asked for.
    pub pattern: Option<String>,
    /// The stamp that was asked for.
    pub stamp: Option<String>,
    /// All stamps that the plan makes or changes, in order.
    pub stamps: Vec<String>,
    /// The answers of the stamp that was asked for; what is secret is hidden.
    pub answers: serde_json::Map<String, Json>,
    /// The facts that it rests on.
    pub facts: Vec<ToldFact>,
    /// What was lacking, and who supplies it.
    pub requires: Vec<Supplied>,
    /// What there is to say about defaults that were taken, each once.
    pub notes: Vec<String>,
    /// What to do afterwards.
    pub next: Vec<String>,
}

/// A fact as it is told.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct ToldFact {
    /// Its name.
    pub name: String,
    /// Its value.
    pub value: Json,
    /// Where it was seen.
    pub evidence: String,
    /// Whether that leaves no doubt.
    pub certain: bool,
}

/// A capability that was lacking.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Supplied {
    /// Its name.
    pub capability: String,
    /// The pattern that comes along for it.
    pub by: String,
}

impl About {
    /// What `command` is about, where it stamps what was drawn up.
    #[must_use]
    pub fn drawn(command: &str, drawn: &Drawn) -> Self {
        let main = drawn.stamps.last();
        let answers = main.into_iter().flat_map(|stamp| &stamp.answers);
        let stamps = || drawn.stamps.iter();
        let ready = stamps().flat_map(|stamp| &stamp.next);
        Self {
            command: command.to_owned(),
            pattern: main.map(|stamp| stamp.pattern.clone()),
            stamp: main.map(|stamp| stamp.id.clone()),
            stamps: stamps().map(|stamp| stamp.id.clone()).collect(),
            answers: answers
                .map(|(name, answer)| (name.clone(), answer.to_json()))
                .collect(),
            facts: told(&drawn.facts),
            requires: drawn.supplied.iter().map(supplied).collect(),
            notes: once(stamps().flat_map(|stamp| &stamp.notes)),
            next: once(ready.chain(stamps().flat_map(|stamp| &stamp.run))),
        }
    }
}

/// Facts as they are told.
#[must_use]
pub fn told(facts: &Facts) -> Vec<ToldFact> {
    let told = |(name, fact): (&str, &Fact)| ToldFact {
        name: name.to_owned(),
        value: serde_json::to_value(&fact.value).unwrap_or_default(),
        evidence: fact.evidence.to_string(),
        certain: fact.certain,
    };
    facts.iter().map(told).collect()
}

fn supplied((capability, by): &(String, String)) -> Supplied {
    Supplied {
        capability: capability.clone(),
        by: by.clone(),
    }
}

/// Each text once, in the order of their first places.
fn once<'a>(texts: impl Iterator<Item = &'a String>) -> Vec<String> {
    let mut all: Vec<String> = Vec::new();
    for text in texts {
        if !all.contains(text) {
            all.push(text.clone());
        }
    }
    all
}
