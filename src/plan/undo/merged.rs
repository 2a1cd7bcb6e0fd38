//! What a person wrote beside what goes: merged, or between markers where they meet.

use super::Undo;
use crate::change::Content;
use crate::diff::is_binary;
use crate::error::Result;
use crate::merge::{Labels, Merge, merge};
use crate::plan::OnConflict;
use crate::record::RecordedFile;
use crate::rel_path::RelPath;

impl Undo<'_, '_> {
    /// A file that an update changed: back to the base before, with what a person wrote.
    pub(super) fn merged(
        &mut self,
        path: &RelPath,
        (now, without): (&Content, Content),
        file: &RecordedFile,
        before: &RecordedFile,
    ) -> Result<()> {
        if file.base == before.base {
            return self.working.set(path, without);
        }
        let bases = [&file.base, &before.base].map(|base| self.base(base.as_deref()));
        let [Ok(Some(base)), Ok(Some(new))] = bases else {
            return self.settle(path, now, (None, None));
        };
        let executable = if now.executable == file.executable {
            before.executable
        } else {
            now.executable
        };
        let new = Content {
            bytes: new,
            executable,
            private: now.private,
        };
        if base == without.bytes {
            return self.working.set(path, new);
        }
        let texts = (std::str::from_utf8(&base).ok(), without.text(), new.text());
        let (Some(base), Some(yours), Some(text)) = texts else {
            return self.settle(path, now, (Some(new), None));
        };
        let labels = Labels {
            base: "as updated",
            yours: "yours",
            new: "patgen as before the update",
        };
        match merge(base, yours, text, labels) {
            Merge::Clean(bytes) => self.working.set(path, Content { bytes, ..new }),
            Merge::Conflict(bytes) => {
                let markers = Content {
                    bytes,
                    ..new.clone()
                };
                self.settle(path, now, (Some(new), Some(markers)))
            }
        }
    }

    /// A conflict, as it was asked to be settled.
    fn settle(
        &mut self,
        path: &RelPath,
        now: &Content,
        (new, markers): (Option<Content>, Option<Content>),
    ) -> Result<()> {
        let asked = self.past.on_conflict;
        let (settled, content) = match (asked, new, markers) {
            (OnConflict::Replace, Some(new), _) => (asked, new),
            (OnConflict::Markers, _, Some(markers)) => (asked, markers),
            (OnConflict::Keep, ..) => (asked, now.clone()),
            _ => (OnConflict::Stop, now.clone()),
        };
        self.conflict(path, settled);
        self.working.set(path, content)
    }

    /// What a person wrote in a file that goes, between markers; a file that cannot have any is kept.
    pub(super) fn rest_in_markers(
        &mut self,
        path: &RelPath,
        now: &Content,
        file: &RecordedFile,
    ) -> Result<OnConflict> {
        let base = self.base(file.base.as_deref())?;
        let base = base.and_then(|base| String::from_utf8(base.to_vec()).ok());
        let yours = now.text().filter(|_| !is_binary(&now.bytes));
        let (Some(base), Some(yours)) = (base, yours) else {
            return Ok(OnConflict::Keep);
        };
        let labels = Labels {
            base: "as stamped",
            yours: "yours",
            new: "patgen takes it back",
        };
        let Merge::Conflict(bytes) = merge(&base, yours, "", labels) else {
            return Ok(OnConflict::Keep);
        };
        let text = Content {
            bytes,
            ..now.clone()
        };
        self.working.set(path, text)?;
        Ok(OnConflict::Markers)
    }
}
