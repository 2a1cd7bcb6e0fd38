//! Definitions in modules of people that a stamp draws up otherwise than before: merged where they stand.

use std::collections::BTreeSet;

use super::evolve::Earlier;
use super::working::Working;
use super::{Conflict, Ground, ManualStep, OnConflict, Planned, PlannedEdit};
use crate::change::Content;
use crate::edit::{self, Operation, Redefined, Rung};
use crate::error::Result;
use crate::merge::Labels;
use crate::record::RecordedEdit;
use crate::rel_path::RelPath;
use crate::render::{CodeStyle, formatted, formatted_as_before};
use crate::stamp::Stamp;

/// The one of `edits` that asked for other definitions of the same names in the same file as `edit`.
pub(super) fn predecessor<'a>(
    edit: &RecordedEdit,
    edits: &'a [RecordedEdit],
) -> Option<&'a RecordedEdit> {
    if edit.op != "python-define" {
        return None;
    }
    let names = names(edit);
    let mut others = edits.iter().filter(|other| !other.asks_as(edit));
    others.find(|other| {
        other.op == edit.op
            && other.path == edit.path
            && self::names(other).intersection(&names).next().is_some()
    })
}

fn names(edit: &RecordedEdit) -> BTreeSet<String> {
    match edit.operation() {
        Ok(Operation::PythonDefine { source }) => edit::defined(&source).into_iter().collect(),
        _ => BTreeSet::new(),
    }
}

/// Plans what becomes of the definitions that are another now; gives the recorded edits that are done with.
///
/// # Errors
/// Where a file cannot be read.
pub(super) fn plan(
    stamp: &Stamp,
    earlier: &Earlier,
    ground: &Ground,
    (working, planned): (&mut Working, &mut Planned),
) -> Result<Vec<RecordedEdit>> {
    let Some(record) = earlier.record else {
        return Ok(Vec::new());
    };
    let asked = super::evolve::asked_for(stamp);
    let mut done = Vec::new();
    for new in asked
        .iter()
        .filter(|edit| !record.edits.iter().any(|known| known.asks_as(edit)))
    {
        let Some(old) = predecessor(new, &record.edits).filter(|old| !old.present) else {
            continue;
        };
        let path = RelPath::new(&new.path)?;
        let Some(content) = working.now(&path)?.cloned() else {
            continue;
        };
        let ours = format!("{}{}", super::files::OURS, stamp.id);
        let labels = Labels {
            base: "as stamped",
            yours: "yours",
            new: &ours,
        };
        if let Some(made) = redefined(&content, (old, new), labels, ground.style)? {
            settle(
                &path,
                &content,
                made,
                (ground.on_conflict, working, planned),
            )?;
            done.push(old.clone());
        }
    }
    Ok(done)
}

/// The content with the definitions of `new` for those of `old`; none where it is no text that this can be done in.
pub(super) fn redefined(
    content: &Content,
    (old, new): (&RecordedEdit, &RecordedEdit),
    labels: Labels,
    style: &CodeStyle,
) -> Result<Option<Redefined>> {
    let sources = [old, new].map(|edit| edit.entries.get("source").cloned().unwrap_or_default());
    let Some(text) = content.text() else {
        return Ok(None);
    };
    let path = new.path.as_str();
    let one = |[old, new]: [String; 2]| {
        let around = (labels, &style.edit_style());
        edit::redefine((path, text), (&old, &new), around)
    };
    let in_form = one(sources.clone().map(|source| formatted(source, style)))?;
    let made = match in_form {
        Some(made) if made.preferring_new.is_some() => {
            let plain = one(sources)?.filter(|plain| plain.preferring_new.is_none());
            Some(plain.unwrap_or(made))
        }
        made => made,
    };
    let formatted = |after: String| formatted_as_before(text, after, style);
    Ok(made.map(|made| Redefined {
        text: if made.preferring_new.is_some() {
            made.text
        } else {
            formatted(made.text)
        },
        preferring_new: made.preferring_new.map(formatted),
        ..made
    }))
}

/// Takes what was merged, or settles the conflict as it was asked.
fn settle(
    path: &RelPath,
    content: &Content,
    made: Redefined,
    (asked, working, planned): (OnConflict, &mut Working, &mut Planned),
) -> Result<()> {
    for name in made.kept {
        planned.manual.push(ManualStep {
            path: path.clone(),
            line: None,
            why: format!("`{name}` is no longer part of the pattern; it stays, for it was edited"),
            snippet: String::new(),
        });
    }
    let text = match (made.preferring_new, asked) {
        (None, _) => made.text,
        (Some(new), OnConflict::Replace) => {
            conflict(path, asked, planned);
            new
        }
        (Some(_), OnConflict::Markers) => {
            conflict(path, asked, planned);
            made.text
        }
        (Some(_), _) => {
            conflict(path, asked, planned);
            return Ok(());
        }
    };
    if content.text() == Some(&text) {
        return Ok(());
    }
    planned.edits.push(PlannedEdit {
        path: path.clone(),
        what: "change what was defined".to_owned(),
        rung: Rung::Syntax,
        line: made.line,
        present: false,
    });
    let after = Content {
        bytes: text.into(),
        ..content.clone()
    };
    working.set(path, after)
}

fn conflict(path: &RelPath, settled: OnConflict, planned: &mut Planned) {
    planned.conflicts.push(Conflict {
        path: path.clone(),
        settled,
        offered: None,
    });
}
