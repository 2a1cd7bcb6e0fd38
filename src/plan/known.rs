//! What earlier stamps left on record of each file.

use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;

use super::Ground;
use crate::change::Bytes;
use crate::error::Result;
use crate::record::{self, Record, RecordedFile, Unpacked};
use crate::rel_path::RelPath;

/// The files on record, each with the first record that has it, and the base texts as far as they were asked for.
pub(super) struct Known<'a> {
    ground: &'a Ground<'a>,
    files: HashMap<&'a str, (&'a Record, &'a RecordedFile)>,
    texts: RefCell<HashMap<&'a str, Rc<Unpacked>>>,
}

impl<'a> Known<'a> {
    pub(super) fn of(ground: &'a Ground<'a>) -> Self {
        let mut files = HashMap::new();
        for record in ground.records {
            for file in &record.files {
                files.entry(file.path.as_str()).or_insert((record, file));
            }
        }
        Self {
            ground,
            files,
            texts: RefCell::default(),
        }
    }

    /// What is recorded of the file at `path`.
    pub(super) fn file(&self, path: &RelPath) -> Option<&'a RecordedFile> {
        self.files.get(path.as_str()).map(|(_, file)| *file)
    }

    /// The text of `path` as an earlier stamp left it.
    pub(super) fn base(&self, path: &RelPath) -> Result<Option<Bytes>> {
        let known = self.files.get(path.as_str());
        let Some((texts, sha)) =
            known.and_then(|(record, file)| Some((record.texts.as_deref()?, file.base()?)))
        else {
            return Ok(None);
        };
        self.unpacked(texts)?.get(sha)
    }

    fn unpacked(&self, digest: &'a str) -> Result<Rc<Unpacked>> {
        if let Some(known) = self.texts.borrow().get(digest) {
            return Ok(Rc::clone(known));
        }
        let path = record::texts_path(digest)?;
        let texts = match self.ground.tree.read(&path)? {
            Some(content) => record::unpacked(&content, &path)?,
            None => Unpacked::default(),
        };
        let texts = Rc::new(texts);
        self.texts.borrow_mut().insert(digest, Rc::clone(&texts));
        Ok(texts)
    }
}
