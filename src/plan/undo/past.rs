//! What an undo rests on: the stamps as they are and were, and which of them the last action left.

use crate::history::Action;
use crate::plan::OnConflict;
use crate::plan::moved::Everything;
use crate::record::Record;
use crate::render::CodeStyle;
use crate::tree::Tree;

/// What undoing rests on.
pub struct Past<'a> {
    /// The project.
    pub tree: &'a dyn Tree,
    /// The stamps that it has.
    pub records: &'a [Record],
    /// What was done in it, as far as that is kept.
    pub actions: &'a [Action],
    /// How the project writes its code.
    pub style: &'a CodeStyle,
    /// What to do with files that were edited.
    pub on_conflict: OnConflict,
    /// Lists the files that stamped ones may have become.
    pub everything: &'a Everything<'a>,
}

/// A stamp that is taken back.
#[derive(Clone, Debug)]
pub struct Leaving {
    /// As it is.
    pub now: Record,
    /// As it was before; none where it was not there.
    pub before: Option<Record>,
}

/// The last action of which a stamp is left, and its stamps as they were before it.
#[must_use]
pub fn last_action(past: &Past) -> Option<(u64, Vec<Leaving>)> {
    let leaving = |action: &Action| -> Vec<Leaving> {
        let stamps = action.stamps.iter().rev();
        stamps
            .filter_map(|id| leaving_of(past, action, id))
            .collect()
    };
    let actions = past.actions.iter().rev();
    let mut with_files = actions.filter(|action| !action.files.is_empty());
    with_files.find_map(|action| {
        Some((action.number, leaving(action))).filter(|(_, all)| !all.is_empty())
    })
}

fn leaving_of(past: &Past, action: &Action, id: &str) -> Option<Leaving> {
    let now = past
        .records
        .iter()
        .find(|record| record.stamp == id)?
        .clone();
    let path = Record::path(id).ok()?;
    let before = match action.file(path.as_str()).map(|touched| &touched.before) {
        // It did to files what is on record already: what a person deleted came back.
        None => Some(now.clone()),
        Some(None) => None,
        Some(Some(kept)) => Some(Record::parse(kept.content()?.text()?, path.as_str()).ok()?),
    };
    Some(Leaving { now, before })
}

/// The records of all stamps but `leaving`.
pub(super) fn others(past: &Past, leaving: &[Leaving]) -> Vec<Record> {
    let goes = |record: &&Record| leaving.iter().any(|one| one.now.stamp == record.stamp);
    past.records
        .iter()
        .filter(|record| !goes(record))
        .cloned()
        .collect()
}
