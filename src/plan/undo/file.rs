//! One file of stamps that go: exactly as it was, else without their edits and, if it was theirs alone, gone.

use super::{Undo, exact, heirs};
use crate::change::Content;
use crate::edit;
use crate::error::Result;
use crate::plan::OnConflict;
use crate::record::RecordedFile;
use crate::rel_path::RelPath;
use crate::render::formatted_as_before;

impl Undo<'_, '_> {
    /// Plans what becomes of the file at `path`.
    pub(super) fn file(&mut self, path: &RelPath) -> Result<()> {
        if self.is_secret(path) {
            self.working.set_secret(path)?;
        }
        let now = self.working.before(path)?.cloned();
        if let Some(exact::Was(before)) = exact::before(self, path, now.as_ref()) {
            return match before {
                Some(content) => self.working.set(path, content),
                None => self.working.remove(path),
            };
        }
        if self.moved()?.values().any(|moved| moved.path == *path) {
            // It is dealt with where it was.
            return Ok(());
        }
        if self.was_left(path, now.as_ref())? {
            return Ok(());
        }
        match (now, self.stamped(path)) {
            (Some(now), stamped) => self.by_meaning(path, &now, stamped),
            (None, Some((_, Some(before)))) if self.was_taken(path) => self.again(path, &before),
            (None, stamped) => self.elsewhere(path, stamped),
        }
    }

    /// Whether an action is taken back that left the file as it was, where it is or where a person moved it. One that its
    /// stamp took over from another goes with the stamp.
    fn was_left(&mut self, path: &RelPath, now: Option<&Content>) -> Result<bool> {
        if let (Some((file, None)), Some(now)) = (self.stamped(path), now) {
            let is_as_stamped = file.base().is_some_and(|base| now.is_of(base));
            if is_as_stamped && !file.present {
                return Ok(false);
            }
        }
        let mut actions = self.past.actions.iter();
        let Some(action) = actions.find(|action| Some(action.number) == self.action) else {
            return Ok(false);
        };
        let moved = self.moved()?;
        let place = moved.get(path.as_str()).map(|moved| moved.path.as_str());
        let mut places = [Some(path.as_str()), place].into_iter().flatten();
        Ok(places.all(|place| action.file(place).is_none()))
    }

    /// A file that is not in its place: followed, or named, to where a person moved it.
    fn elsewhere(
        &mut self,
        path: &RelPath,
        stamped: Option<(RecordedFile, Option<RecordedFile>)>,
    ) -> Result<()> {
        let moved = self.moved()?.get(path.as_str()).cloned();
        let Some(moved) = moved else {
            return Ok(());
        };
        let now = self.working.before(&moved.path)?.cloned();
        if exact::before(self, &moved.path, now.as_ref()).is_some() {
            return Ok(());
        }
        let note = format!("`{path}` is `{}` now", moved.path);
        self.planned.notes.push(note);
        self.edits_by_hand(path, &moved.path);
        match (now, stamped) {
            (Some(now), Some((file, Some(before)))) => {
                self.merged(&moved.path, (&now, now.clone()), &file, &before)
            }
            (_, Some((file, None))) if heirs::inherit(&mut self.staying, path, &file) => Ok(()),
            (_, Some((_, None))) if moved.is_same => self.working.remove(&moved.path),
            (_, Some((_, None))) => {
                self.conflict(&moved.path, OnConflict::Keep);
                Ok(())
            }
            _ => Ok(()),
        }
    }

    fn is_secret(&self, path: &RelPath) -> bool {
        let of_action = |action: &crate::history::Action| {
            action.file(path.as_str()).is_some_and(|file| file.secret)
        };
        let mut edits = self.leaving.iter().flat_map(|one| &one.now.edits);
        self.past.actions.iter().any(of_action)
            || edits.any(|edit| edit.path == path.as_str() && edit.is_secret())
    }

    /// What the stamps that go have on record of the file, now and before.
    fn stamped(&self, path: &RelPath) -> Option<(RecordedFile, Option<RecordedFile>)> {
        self.leaving.iter().find_map(|one| {
            let now = one.now.file(path)?.clone();
            let before = one.before.as_ref().and_then(|record| record.file(path));
            Some((now, before.cloned()))
        })
    }

    /// A file that an update dropped.
    fn again(&mut self, path: &RelPath, before: &RecordedFile) -> Result<()> {
        if let Some(bytes) = self.base(before.base.as_deref())? {
            let executable = before.executable;
            self.working.set(
                path,
                Content {
                    bytes,
                    executable,
                    private: false,
                },
            )?;
        }
        Ok(())
    }

    fn by_meaning(
        &mut self,
        path: &RelPath,
        now: &Content,
        stamped: Option<(RecordedFile, Option<RecordedFile>)>,
    ) -> Result<()> {
        let without = self.without_edits(path, now)?;
        match stamped {
            None => self.edited(path, now, without),
            Some((file, None)) => self.whole(path, now, (without, file)),
            Some((file, Some(before))) => self.merged(path, (now, without), &file, &before),
        }
    }

    /// A file that was there before the stamps: it loses their edits. One that only they filled goes, unless it says
    /// something by being there.
    fn edited(&mut self, path: &RelPath, now: &Content, without: Content) -> Result<()> {
        let is_empty =
            |content: &Content| content.text().is_some_and(|text| text.trim().is_empty());
        if is_empty(&without) && !is_empty(now) && path.name() != "__init__.py" {
            return self.working.remove(path);
        }
        self.working.set(path, without)
    }

    /// A file of the stamp: it goes if nobody needs it and nobody wrote in it.
    fn whole(
        &mut self,
        path: &RelPath,
        now: &Content,
        (without, file): (Content, RecordedFile),
    ) -> Result<()> {
        if heirs::inherit(&mut self.staying, path, &file) {
            return self.working.set(path, without);
        }
        if file.present {
            return self.working.set(path, without);
        }
        if self.is_as_stamped(now, &without, &file)? {
            return self.working.remove(path);
        }
        let settled = match self.past.on_conflict {
            OnConflict::Replace => {
                self.working.remove(path)?;
                OnConflict::Replace
            }
            OnConflict::Markers => self.rest_in_markers(path, now, &file)?,
            OnConflict::Stop | OnConflict::Keep => OnConflict::Keep,
        };
        self.conflict(path, settled);
        Ok(())
    }

    /// Whether the file is as it was stamped, but for edits of the stamps that go.
    fn is_as_stamped(&self, now: &Content, without: &Content, file: &RecordedFile) -> Result<bool> {
        let Some(base) = self.base(file.base.as_deref())? else {
            return Ok(false);
        };
        if now.executable != file.executable {
            return Ok(false);
        }
        let plain = |content: &Content| {
            let bytes = content.with_line_feeds();
            bytes.unwrap_or_else(|| content.bytes.clone())
        };
        let bytes = plain(now);
        if plain(without) == base || bytes == base || now.bytes == base {
            return Ok(true);
        }
        let Ok(base) = std::str::from_utf8(&base) else {
            return Ok(false);
        };
        Ok(*self.replayed(base, &file.path)?.as_bytes() == *bytes)
    }

    /// `base` with the edits of the stamps that go, made again.
    fn replayed(&self, base: &str, path: &str) -> Result<String> {
        let style = self.past.style.edit_style();
        let mut text = base.to_owned();
        let records = self.leaving.iter().rev().map(|one| &one.now);
        for recorded in records
            .flat_map(|record| &record.edits)
            .filter(|edit| edit.path == path)
        {
            let Ok(operation) = recorded.operation() else {
                continue;
            };
            if let (_, edit::Outcome::Changed { text: after, .. }) =
                edit::edit(&operation, path, &text, &style)?
            {
                text = after;
            }
        }
        if path.ends_with(".py") {
            text = formatted_as_before(base, text, self.past.style);
        }
        Ok(text)
    }
}
