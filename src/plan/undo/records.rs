//! The records that an undo leaves, and the base texts that they name: from the project, or from what its history kept.

use std::collections::BTreeSet;
use std::rc::Rc;

use super::Undo;
use crate::change::{Bytes, Content, Sha};
use crate::error::Result;
use crate::plan::records::drop_unnamed;
use crate::record::{self, Record, RecordedFile, Texts, Unpacked};
use crate::rel_path::RelPath;

impl Undo<'_, '_> {
    /// The base text of a recorded file, as the project or its history has it.
    pub(super) fn base(&self, sha: Option<&str>) -> Result<Option<Bytes>> {
        let Some(sha) = sha else {
            return Ok(None);
        };
        let fresh = Sha::parse(sha).and_then(|sha| self.fresh.get(&sha));
        if let Some(text) = fresh {
            return Ok(Some(text.clone()));
        }
        let before = self.leaving.iter().filter_map(|one| one.before.as_ref());
        let mut records = self.past.records.iter().chain(before);
        let names = |file: &RecordedFile| file.base.as_deref() == Some(sha);
        let record = records.find(|record| record.files.iter().any(names));
        match (
            record.and_then(|record| record.texts.as_deref()),
            Sha::parse(sha),
        ) {
            (Some(texts), Some(sha)) => self.unpacked(texts)?.get(sha),
            _ => Ok(None),
        }
    }

    /// Packs the base texts of a staying record anew: it may have taken over files of a stamp that goes.
    fn pack(&mut self, at: usize) -> Result<()> {
        let mut found = Vec::new();
        for file in &self.staying[at].files {
            if let (Some(sha), Some(text)) = (file.base(), self.base(file.base.as_deref())?) {
                found.push((sha, text));
            }
        }
        let mut texts = Texts::default();
        for (sha, text) in &found {
            texts.add(*sha, text);
        }
        let digest = (!texts.is_empty()).then(|| texts.digest().to_string());
        if let Some(digest) = digest
            .as_deref()
            .filter(|_| digest != self.staying[at].texts)
        {
            self.working
                .set(&record::texts_path(digest)?, texts.packed())?;
        }
        self.staying[at].texts = digest;
        Ok(())
    }

    /// The base texts of that name, unpacked once.
    fn unpacked(&self, digest: &str) -> Result<Rc<Unpacked>> {
        if let Some(known) = self.unpacked.borrow().get(digest) {
            return Ok(Rc::clone(known));
        }
        let path = record::texts_path(digest)?;
        let stored = self.past.tree.read(&path)?;
        let texts = match stored.or_else(|| self.kept(&path)) {
            Some(content) => record::unpacked(&content, &path)?,
            None => Unpacked::default(),
        };
        let texts = Rc::new(texts);
        let mut known = self.unpacked.borrow_mut();
        known.insert(digest.to_owned(), Rc::clone(&texts));
        Ok(texts)
    }

    /// What an action kept of the file at `path`, the last one first.
    fn kept(&self, path: &RelPath) -> Option<Content> {
        let mut actions = self.past.actions.iter().rev();
        actions.find_map(|action| action.file(path.as_str())?.before.as_ref()?.content())
    }

    /// The records of stamps that took something over.
    pub(super) fn heirs(&mut self) -> Result<()> {
        for at in 0..self.staying.len() {
            if !self.past.records.contains(&self.staying[at]) {
                self.pack(at)?;
                let record = &self.staying[at];
                let content = record.to_content()?;
                self.working.set(&Record::path(&record.stamp)?, content)?;
            }
        }
        Ok(())
    }

    /// The record of each stamp as it was before, and the base texts that are still named.
    pub(super) fn records(&mut self) -> Result<()> {
        for one in self.leaving {
            let path = Record::path(&one.now.stamp)?;
            match &one.before {
                Some(before) => self.working.set(&path, before.to_content()?)?,
                None => self.working.remove(&path)?,
            }
        }
        self.heirs()?;
        let before = self.leaving.iter().filter_map(|one| one.before.as_ref());
        let named: BTreeSet<&str> = before
            .chain(&self.staying)
            .filter_map(|record| record.texts.as_deref())
            .collect();
        for digest in &named {
            let path = record::texts_path(digest)?;
            if let (None, Some(content)) = (self.past.tree.read(&path)?, self.kept(&path)) {
                self.working.set(&path, content)?;
            }
        }
        drop_unnamed(self.past.tree, &named, &mut self.working)
    }
}
