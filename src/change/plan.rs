//! All changes of one action, at most one for a path.

use std::collections::BTreeMap;

use super::{Change, Kind};
use crate::error::{Error, Result};
use crate::rel_path::{self, RelPath};

/// All changes of one action, in the order of their paths.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Plan {
    changes: BTreeMap<RelPath, Change>,
}

impl Plan {
    /// A plan without changes.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a change.
    ///
    /// # Errors
    ///
    /// Refuses a second change for a path.
    pub fn insert(&mut self, change: Change) -> Result<()> {
        if self.changes.contains_key(&change.path) {
            return Err(Error::pattern(format!("two changes for one path, `{}`", change.path))
                .hint("one file can come from one template only; edits are joined before they are planned"));
        }
        self.changes.insert(change.path.clone(), change);
        Ok(())
    }

    /// Takes out the change for `path`, for it to be left out or put back altered.
    pub fn remove(&mut self, path: &str) -> Option<Change> {
        self.changes.remove(path)
    }

    /// The change for `path`.
    #[must_use]
    pub fn get(&self, path: &str) -> Option<&Change> {
        self.changes.get(path)
    }

    /// Every change in the order of the paths, also those of kind [`Kind::Unchanged`].
    #[must_use]
    pub fn iter(&self) -> impl DoubleEndedIterator<Item = &Change> + Clone {
        self.changes.values()
    }

    /// The changes that do something.
    #[must_use]
    pub fn effective(&self) -> impl DoubleEndedIterator<Item = &Change> + Clone {
        self.iter()
            .filter(|change| change.kind() != Kind::Unchanged)
    }

    /// How many changes it holds, those of kind [`Kind::Unchanged`] included.
    #[must_use]
    pub fn len(&self) -> usize {
        self.changes.len()
    }

    /// Whether it holds no change at all.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.changes.is_empty()
    }

    /// Whether applying it would touch nothing.
    #[must_use]
    pub fn is_done(&self) -> bool {
        self.effective().next().is_none()
    }

    /// Refuses paths that cannot stand beside each other.
    ///
    /// # Errors
    ///
    /// As [`rel_path::clashes`].
    pub fn check(&self) -> Result<()> {
        rel_path::clashes(self.changes.keys())
    }

    /// The plan that takes this one back.
    #[must_use]
    pub fn turned(self) -> Self {
        self.into_iter()
            .map(|change| (change.path.clone(), change.turned()))
            .collect()
    }
}

/// For plans made of other plans, whose paths are distinct already.
impl FromIterator<(RelPath, Change)> for Plan {
    fn from_iter<I: IntoIterator<Item = (RelPath, Change)>>(changes: I) -> Self {
        Self {
            changes: changes.into_iter().collect(),
        }
    }
}

impl IntoIterator for Plan {
    type Item = Change;
    type IntoIter = std::collections::btree_map::IntoValues<RelPath, Change>;

    fn into_iter(self) -> Self::IntoIter {
        self.changes.into_values()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::change::tests::change;

    #[test]
    fn one_change_for_a_path_in_order() {
        let mut plan = Plan::new();
        for at in ["b", "a/z", "a", "a/b"] {
            plan.insert(change(at, None, Some("1")))
                .expect("the first for its path");
        }
        assert!(plan.insert(change("b", None, Some("2"))).is_err());
        let order: Vec<&str> = plan.iter().map(|change| change.path.as_str()).collect();
        assert_eq!(order, ["a", "a/b", "a/z", "b"]);
        assert!(plan.check().is_err(), "`a` is a file and a directory");
        plan.remove("a");
        assert!(plan.check().is_ok());
        assert_eq!(plan.clone().turned().turned(), plan);
    }

    #[test]
    fn nothing_to_do() {
        let mut plan = Plan::new();
        assert!(plan.is_done());
        plan.insert(change("a", Some("1"), Some("1")))
            .expect("a first change");
        assert!(plan.is_done() && !plan.is_empty());
        plan.insert(change("b", Some("1"), None))
            .expect("a first change");
        assert!(!plan.is_done());
        assert_eq!(plan.effective().count(), 1);
    }
}
