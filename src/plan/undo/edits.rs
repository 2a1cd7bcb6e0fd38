//! The edits of stamps that go, taken out of one file by their meaning.

use super::{Undo, heirs};
use crate::change::Content;
use crate::edit::{self, Back};
use crate::error::Result;
use crate::merge::Labels;
use crate::plan::redefine::{predecessor, redefined};
use crate::plan::{Conflict, ManualStep, OnConflict, PlannedEdit};
use crate::record::RecordedEdit;
use crate::rel_path::RelPath;
use crate::render::formatted_as_before;

impl Undo<'_, '_> {
    /// The edits of a file that a person moved are left to a person.
    pub(super) fn edits_by_hand(&mut self, path: &RelPath, place: &RelPath) {
        let leaving = self.leaving;
        let edits = leaving.iter().flat_map(|one| &one.now.edits);
        for edit in edits.filter(|edit| edit.path == path.as_str() && !edit.present) {
            if let Ok(operation) = edit.operation() {
                let what = operation.what();
                let why = format!("it was `{path}`, so patgen did not take back: {what}");
                self.manual(place, None, why, operation.snippet());
            }
        }
    }

    /// The content without the edits of the stamps that go.
    pub(super) fn without_edits(&mut self, path: &RelPath, now: &Content) -> Result<Content> {
        let Some(text) = now.text() else {
            return Ok(now.clone());
        };
        let mut taken = text.to_owned();
        let leaving = self.leaving;
        for one in leaving {
            let kept: &[RecordedEdit] = one.before.as_ref().map_or(&[], |record| &record.edits);
            let edits = one.now.edits.iter().rev();
            for edit in edits.filter(|edit| edit.path == path.as_str() && !edit.present) {
                if kept.iter().any(|kept| kept.asks_as(edit)) {
                    continue;
                }
                taken = match predecessor(edit, kept) {
                    Some(earlier) => self.as_before(path, (edit, earlier), taken)?,
                    None => self.without(path, edit, taken)?,
                };
            }
        }
        if path.as_str().ends_with(".py") && taken != text {
            taken = formatted_as_before(text, taken, self.past.style);
        }
        Ok(Content {
            bytes: taken.into(),
            ..now.clone()
        })
    }

    /// `text` with the definitions as they were drawn up before an update.
    fn as_before(
        &mut self,
        path: &RelPath,
        (now, earlier): (&RecordedEdit, &RecordedEdit),
        text: String,
    ) -> Result<String> {
        let labels = Labels {
            base: "as updated",
            yours: "yours",
            new: "patgen as before the update",
        };
        let content = Content::new(text.as_str());
        let made = redefined(&content, (now, earlier), labels, self.past.style)?;
        Ok(match made {
            Some(made) if made.preferring_new.is_none() => made.text,
            Some(made) if self.past.on_conflict == OnConflict::Markers => {
                self.conflict(path, OnConflict::Markers);
                made.text
            }
            Some(_) => {
                let keep = self.past.on_conflict == OnConflict::Keep;
                let settled = if keep {
                    OnConflict::Keep
                } else {
                    OnConflict::Stop
                };
                self.conflict(path, settled);
                text
            }
            None => text,
        })
    }

    pub(super) fn conflict(&mut self, path: &RelPath, settled: OnConflict) {
        self.planned.conflicts.push(Conflict {
            path: path.clone(),
            settled,
            offered: None,
        });
    }

    /// `text` without what `edit` put in, unless another stamp needs it.
    fn without(&mut self, path: &RelPath, recorded: &RecordedEdit, text: String) -> Result<String> {
        let Ok(operations) = recorded.operation().and_then(edit::singly) else {
            return Ok(text);
        };
        let mut text = text;
        for operation in operations {
            if recorded.is_secret() && !self.is_untouched(path)? {
                let why = format!(
                    "its value may be yours, so patgen did not take back: {}",
                    operation.what()
                );
                self.manual(path, None, why, operation.snippet());
                continue;
            }
            let operation = if recorded.is_secret() {
                edit::with_value_of(operation, &text)
            } else {
                operation
            };
            match edit::take_back(
                &operation,
                path.as_str(),
                &text,
                &self.past.style.edit_style(),
            )? {
                Back::Gone | Back::Used => {}
                Back::Manual { line, why } => {
                    let line = (line > 0).then_some(line);
                    let why = format!("{why}, so patgen could not take back: {}", operation.what());
                    self.manual(path, line, why, operation.snippet());
                }
                Back::Changed { text: after, line } => {
                    if heirs::needs(self, (path, recorded), (&text, &after)) {
                        continue;
                    }
                    self.planned.edits.push(PlannedEdit {
                        path: path.clone(),
                        what: format!("take back: {}", operation.what()),
                        rung: edit::Rung::Syntax,
                        line,
                        present: false,
                    });
                    text = after;
                }
            }
        }
        Ok(text)
    }

    /// Whether the file is as the last action that changed it left it.
    fn is_untouched(&mut self, path: &RelPath) -> Result<bool> {
        let now = self.working.before(path)?.cloned();
        let mut actions = self.past.actions.iter().rev();
        let last = actions.find_map(|action| action.file(path.as_str()));
        Ok(last.is_some_and(|last| last.left(now.as_ref())))
    }

    fn manual(&mut self, path: &RelPath, line: Option<usize>, why: String, snippet: String) {
        self.planned.manual.push(ManualStep {
            path: path.clone(),
            line,
            why,
            snippet,
        });
    }
}
