//! The tree as the plan makes it, while it is being planned.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use crate::change::{Change, Content, Plan};
use crate::error::Result;
use crate::rel_path::RelPath;
use crate::tree::Tree;

/// Files that were looked at, each before and after.
pub(super) struct Working<'a> {
    tree: &'a dyn Tree,
    files: BTreeMap<RelPath, Change>,
}

impl<'a> Working<'a> {
    pub(super) fn new(tree: &'a dyn Tree) -> Self {
        Self {
            tree,
            files: BTreeMap::new(),
        }
    }

    /// What is at `path` before the plan.
    pub(super) fn before(&mut self, path: &RelPath) -> Result<Option<&Content>> {
        Ok(self.file(path)?.before.as_ref())
    }

    /// What is at `path` by now.
    pub(super) fn now(&mut self, path: &RelPath) -> Result<Option<&Content>> {
        Ok(self.file(path)?.after.as_ref())
    }

    /// Sets what shall be at `path`.
    pub(super) fn set(&mut self, path: &RelPath, content: Content) -> Result<()> {
        self.file(path)?.after = Some(content);
        Ok(())
    }

    /// Sets that nothing shall be at `path`.
    pub(super) fn remove(&mut self, path: &RelPath) -> Result<()> {
        self.file(path)?.after = None;
        Ok(())
    }

    /// Marks the file as one that holds a secret.
    pub(super) fn set_secret(&mut self, path: &RelPath) -> Result<()> {
        self.file(path)?.secret = true;
        Ok(())
    }

    /// The files that were looked at.
    pub(super) fn paths(&self) -> Vec<RelPath> {
        self.files.keys().cloned().collect()
    }

    fn file(&mut self, path: &RelPath) -> Result<&mut Change> {
        match self.files.entry(path.clone()) {
            Entry::Occupied(known) => Ok(known.into_mut()),
            Entry::Vacant(place) => {
                let before = self.tree.read(path)?;
                Ok(place.insert(Change::new(path.clone(), before.clone(), before)))
            }
        }
    }

    /// The plan, without the files that stay as they are.
    pub(super) fn into_plan(self) -> Result<Plan> {
        let mut plan = Plan::new();
        for change in self.files.into_values() {
            if change.kind() != crate::change::Kind::Unchanged {
                plan.insert(change)?;
            }
        }
        Ok(plan)
    }
}
