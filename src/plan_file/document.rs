//! The form of a saved plan, version 1. What it holds is judged elsewhere.

use serde::{Deserialize, Serialize};
use serde_json::Value as Json;

use super::base64;
use crate::change::{Change, Content, Kind};
use crate::facts::{FLAG, Facts};
use crate::history::is_of_history;
use crate::plan::{About, Proposal, told};

/// The version that this program writes and reads.
pub(super) const VERSION: i64 = 1;

/// The whole document.
#[derive(Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Document {
    pub(super) version: i64,
    pub(super) about: About,
    /// The facts of the project that the plan was made on.
    pub(super) expects: Vec<Expected>,
    pub(super) changes: Vec<Entry>,
    /// Files that hold a secret: their changes are in no saved plan.
    pub(super) secret: Vec<Withheld>,
    pub(super) edits: Vec<Edit>,
    pub(super) conflicts: Vec<InTheWay>,
    pub(super) manual: Vec<Step>,
}

#[derive(Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Expected {
    pub(super) name: String,
    pub(super) value: Json,
}

/// A change: what has to be there, and what shall be.
#[derive(Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Entry {
    pub(super) path: String,
    pub(super) kind: String,
    pub(super) before: Option<Fingerprint>,
    pub(super) after: Option<Body>,
}

#[derive(Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Fingerprint {
    pub(super) sha256: String,
    pub(super) executable: bool,
}

/// A content: as text where it is UTF-8, else in base 64.
#[derive(Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Body {
    pub(super) sha256: String,
    pub(super) executable: bool,
    pub(super) private: bool,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) text: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) base64: Option<String>,
}

#[derive(Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Withheld {
    pub(super) path: String,
    pub(super) kind: String,
}

#[derive(Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Edit {
    pub(super) path: String,
    pub(super) what: String,
    pub(super) how: String,
    pub(super) line: usize,
    pub(super) present: bool,
}

#[derive(Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub(super) struct InTheWay {
    pub(super) path: String,
    pub(super) settled: String,
}

#[derive(Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Step {
    pub(super) path: String,
    pub(super) line: Option<usize>,
    pub(super) why: String,
    pub(super) snippet: String,
}

impl Document {
    /// What is written of `proposal`, which was made on `facts`.
    pub(super) fn of(proposal: &Proposal, facts: &Facts) -> Self {
        let planned = &proposal.planned;
        // The history is for this machine alone: whoever applies the plan has another.
        let changes = planned.plan.effective();
        let (secret, open): (Vec<_>, Vec<_>) = changes
            .filter(|change| !is_of_history(&change.path))
            .partition(|change| change.secret);
        let edit = |edit: &crate::plan::PlannedEdit| Edit {
            path: edit.path.to_string(),
            what: edit.what.clone(),
            how: edit.rung.name().to_owned(),
            line: edit.line,
            present: edit.present,
        };
        let in_the_way = |conflict: &crate::plan::Conflict| InTheWay {
            path: conflict.path.to_string(),
            settled: conflict.settled.name().to_owned(),
        };
        let step = |step: &crate::plan::ManualStep| Step {
            path: step.path.to_string(),
            line: step.line,
            why: step.why.clone(),
            snippet: step.snippet.clone(),
        };
        Self {
            version: VERSION,
            about: proposal.about.clone(),
            expects: expected(facts),
            changes: open.into_iter().map(entry).collect(),
            secret: secret.into_iter().map(withheld).collect(),
            edits: planned.edits.iter().map(edit).collect(),
            conflicts: planned.conflicts.iter().map(in_the_way).collect(),
            manual: planned.manual.iter().map(step).collect(),
        }
    }
}

/// The evidence of facts that are no matter of the project: another's copy of it may be called otherwise.
const ELSEWHERE: [&str; 2] = [FLAG, "the directory's name"];

/// What was found in the project.
fn expected(facts: &Facts) -> Vec<Expected> {
    let found = told(facts)
        .into_iter()
        .filter(|fact| !ELSEWHERE.contains(&fact.evidence.as_str()));
    found
        .map(|fact| Expected {
            name: fact.name,
            value: fact.value,
        })
        .collect()
}

fn entry(change: &Change) -> Entry {
    Entry {
        path: change.path.to_string(),
        kind: change.kind().name().to_owned(),
        before: change.before.as_ref().map(|content| Fingerprint {
            sha256: content.sha256().to_string(),
            executable: content.executable,
        }),
        after: change.after.as_ref().map(body),
    }
}

fn body(content: &Content) -> Body {
    let text = content.text().map(str::to_owned);
    Body {
        sha256: content.sha256().to_string(),
        executable: content.executable,
        private: content.private,
        base64: text.is_none().then(|| base64::encode(&content.bytes)),
        text,
    }
}

fn withheld(change: &Change) -> Withheld {
    Withheld {
        path: change.path.to_string(),
        kind: change.kind().name().to_owned(),
    }
}

/// The kind that a change between these is, where it is one.
pub(super) fn kind(before: Option<&Fingerprint>, after: Option<&Body>) -> Option<Kind> {
    match (before, after) {
        (None, None) => None,
        (None, Some(_)) => Some(Kind::Create),
        (Some(_), None) => Some(Kind::Delete),
        (Some(before), Some(after)) => {
            let same = before.sha256 == after.sha256 && before.executable == after.executable;
            (!same).then_some(Kind::Modify)
        }
    }
}
