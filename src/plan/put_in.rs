//! What stamps put into files that are not theirs alone: the edits on record, told apart from what people wrote.

use crate::edit::{self, Back, Operation, Outcome, Style};
use crate::record::Record;
use crate::render::{CodeStyle, formatted_as_before};

/// The edits on record that a text has, whatever order they were made in.
pub struct PutIn<'a> {
    path: &'a str,
    style: &'a CodeStyle,
    edits: Style,
    operations: Vec<Operation>,
}

impl<'a> PutIn<'a> {
    /// Those of `records` that `text`, the file at `path`, says.
    #[must_use]
    pub fn of(records: &[Record], path: &'a str, text: &str, style: &'a CodeStyle) -> Self {
        let edits = style.edit_style();
        let all = records.iter().flat_map(|record| &record.edits);
        let operations = all
            .filter(|edit| edit.path == path)
            .filter_map(|edit| edit.operation().ok())
            .filter(|operation| says(operation, path, text, &edits))
            .collect();
        Self {
            path,
            style,
            edits,
            operations,
        }
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.operations.is_empty()
    }

    /// Whether `text` says all of them.
    #[must_use]
    pub fn are_in(&self, text: &str) -> bool {
        let mut all = self.operations.iter();
        all.all(|operation| says(operation, self.path, text, &self.edits))
    }

    /// `base` with the edits.
    #[must_use]
    pub fn made(&self, base: &str) -> String {
        let mut text = base.to_owned();
        for operation in &self.operations {
            if let Ok((_, Outcome::Changed { text: after, .. })) =
                edit::edit(operation, self.path, &text, &self.edits)
            {
                text = after;
            }
        }
        self.in_form(base, text)
    }

    /// `now` without the edits. What one needs of another goes once that has gone.
    #[must_use]
    pub fn taken_back(&self, now: &str) -> String {
        let mut text = now.to_owned();
        let mut waiting: Vec<Operation> = self.operations.iter().rev().cloned().collect();
        loop {
            let before = text.clone();
            let mut used = Vec::new();
            let single = waiting.into_iter().filter_map(|one| edit::singly(one).ok());
            for operation in single.flatten() {
                match edit::take_back(&operation, self.path, &text, &self.edits) {
                    Ok(Back::Changed { text: after, .. }) => text = after,
                    Ok(Back::Used) => used.push(operation),
                    _ => {}
                }
            }
            if used.is_empty() || text == before {
                return self.in_form(now, text);
            }
            waiting = used;
        }
    }

    fn in_form(&self, before: &str, after: String) -> String {
        if self.path.ends_with(".py") {
            return formatted_as_before(before, after, self.style);
        }
        after
    }
}

fn says(operation: &Operation, path: &str, text: &str, style: &Style) -> bool {
    let judged = edit::edit(operation, path, text, style);
    matches!(judged, Ok((_, Outcome::Present { .. })))
}
