//! A plan, or its receipt, as JSON. Secrets are never in it.

use serde_json::{Value as Json, json};

use crate::change::{Change, Content};
use crate::diff::patch;
use crate::plan::{Extent, LeftOut, Planned, Proposal};

/// What became of the plan.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum State {
    /// There was nothing to do.
    NothingToDo,
    /// It was shown or checked.
    Planned,
    /// It was saved as a file.
    Saved,
    /// It was applied.
    Applied,
    /// Files are in the way.
    Conflict,
    /// Existing files would be changed and nobody could be asked.
    NeedsYes,
    /// The person said no.
    Refused,
}

impl State {
    /// The word in JSON.
    fn name(self) -> &'static str {
        match self {
            Self::NothingToDo => "nothing-to-do",
            Self::Planned => "planned",
            Self::Saved => "saved",
            Self::Applied => "applied",
            Self::Conflict => "conflict",
            Self::NeedsYes => "needs-yes",
            Self::Refused => "refused",
        }
    }

    /// The outcome of `--check` in words.
    pub(super) fn words(self) -> &'static str {
        match self {
            Self::NothingToDo => "nothing to do",
            _ => "there is something to do",
        }
    }
}

/// The document.
pub(super) fn document(command: &str, proposal: &Proposal, state: State) -> Json {
    let (about, planned) = (&proposal.about, &proposal.planned);
    let changes = planned
        .plan
        .effective()
        .filter(|change| !change.path.is_record());
    let mut document = json!({
        "version": 1,
        "command": command,
        "outcome": state.name(),
        "applied": state == State::Applied,
        "pattern": about.pattern,
        "stamp": about.stamp,
        "answers": about.answers,
        "facts": about.facts,
        "requires": about.requires,
        "notes": about.notes,
        "changes": changes.map(|change| change_json(change, planned)).chain(conflicts(planned)).collect::<Vec<_>>(),
        "manual": planned.manual.iter().map(|step| json!({
            "path": step.path.as_str(), "line": step.line, "why": step.why, "snippet": step.snippet,
        })).collect::<Vec<_>>(),
    });
    if !planned.left.is_empty() {
        document["left"] = planned.left.iter().map(left).collect();
    }
    document
}

fn left(left: &LeftOut) -> Json {
    let extent = match left.extent {
        Extent::Whole => "whole",
        Extent::Part => "part",
    };
    json!({"path": left.path.as_str(), "extent": extent})
}

fn change_json(change: &Change, planned: &Planned) -> Json {
    let conflict = planned
        .conflicts
        .iter()
        .find(|conflict| conflict.path == change.path);
    let edits = planned
        .edits
        .iter()
        .filter(|edit| edit.path == change.path && !edit.present);
    let digest = |content: Option<&Content>| {
        content
            .filter(|_| !change.secret)
            .map(|content| content.sha256().to_string())
    };
    json!({
        "path": change.path.as_str(),
        "kind": change.kind().name(),
        "conflict": conflict.map(|conflict| conflict.settled.name()),
        "edits": edits.map(|edit| json!({"what": edit.what, "how": edit.rung.name(), "line": edit.line})).collect::<Vec<_>>(),
        "before_sha256": digest(change.before.as_ref()),
        "after_sha256": digest(change.after.as_ref()),
        "diff": (!change.secret).then(|| String::from_utf8_lossy(&patch(change)).into_owned()),
    })
}

/// Files in the way that stay as they are: no change of the plan, yet part of the story.
fn conflicts(planned: &Planned) -> impl Iterator<Item = Json> {
    let unplanned = planned
        .conflicts
        .iter()
        .filter(|conflict| planned.plan.get(conflict.path.as_str()).is_none());
    unplanned.map(|conflict| json!({
        "path": conflict.path.as_str(), "kind": "unchanged", "conflict": conflict.settled.name(), "edits": [],
        "before_sha256": null, "after_sha256": null, "diff": null,
    }))
}
