//! The one currency: a [`Change`] is a file before and after, a [`Plan`] all of them, at most one for a path.
//!
//! Plain values: nothing here reads or writes a file. The kind of a change is derived from its two contents, roll-back
//! is `before`, and undo is the plan turned round.

use std::collections::BTreeMap;
use std::fmt;

use sha2::{Digest as _, Sha256};

use crate::error::{Error, Result};
use crate::rel_path::{self, RelPath};

/// What a file holds: bytes, not text, and the parts of its mode that are carried.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Content {
    /// The bytes, as they are.
    pub bytes: Vec<u8>,
    /// Whether its owner may run it.
    pub executable: bool,
    /// Whether it is for its owner alone. A wish for a new file (0600); an existing file keeps its mode.
    pub private: bool,
}

impl Content {
    /// An ordinary file of these bytes.
    pub fn new(bytes: impl Into<Vec<u8>>) -> Self {
        Self {
            bytes: bytes.into(),
            ..Self::default()
        }
    }

    /// The bytes as text, if they are UTF-8.
    #[must_use]
    pub fn text(&self) -> Option<&str> {
        std::str::from_utf8(&self.bytes).ok()
    }

    /// Whether a file that holds `self` need not be touched to hold `other`.
    #[must_use]
    pub fn same(&self, other: &Self) -> bool {
        self.executable == other.executable && self.bytes == other.bytes
    }

    /// SHA-256 of the bytes.
    #[must_use]
    pub fn sha256(&self) -> Sha {
        Sha(Sha256::digest(&self.bytes).into())
    }
}

/// Contents may be secret: only their size is shown.
impl fmt::Debug for Content {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let executable = if self.executable { ", executable" } else { "" };
        let private = if self.private { ", private" } else { "" };
        write!(
            f,
            "Content({} bytes{executable}{private})",
            self.bytes.len()
        )
    }
}

/// A SHA-256 digest; displayed as 64 hexadecimal digits.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Sha(pub [u8; 32]);

impl Sha {
    /// The digest that `text` spells.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let mut bytes = [0; 32];
        if text.len() != 64 || !text.bytes().all(|b| b.is_ascii_hexdigit()) {
            return None;
        }
        for (at, byte) in bytes.iter_mut().enumerate() {
            *byte = u8::from_str_radix(text.get(2 * at..2 * at + 2)?, 16).ok()?;
        }
        Some(Self(bytes))
    }
}

impl fmt::Display for Sha {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        const DIGITS: &[u8; 16] = b"0123456789abcdef";
        let digit = |nibble: u8| char::from(DIGITS[usize::from(nibble)]);
        let text: String = self
            .0
            .iter()
            .flat_map(|b| [digit(b >> 4), digit(b & 15)])
            .collect();
        f.write_str(&text)
    }
}

impl fmt::Debug for Sha {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Sha({self})")
    }
}

/// What a change does to its file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// There was none.
    Create,
    /// Its bytes or its executable bit become others.
    Modify,
    /// It goes.
    Delete,
    /// It is already as wanted.
    Unchanged,
}

impl Kind {
    /// The name used in JSON.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Create => "create",
            Self::Modify => "modify",
            Self::Delete => "delete",
            Self::Unchanged => "unchanged",
        }
    }
}

/// One file, before and after.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// Where.
    pub path: RelPath,
    /// What is there; applying stops where it no longer is.
    pub before: Option<Content>,
    /// What shall be there.
    pub after: Option<Content>,
    /// Whether the contents hold a secret: then they are neither shown nor recorded.
    pub secret: bool,
}

impl Change {
    /// The change of `path` from `before` to `after`.
    #[must_use]
    pub fn new(path: RelPath, before: Option<Content>, after: Option<Content>) -> Self {
        Self {
            path,
            before,
            after,
            secret: false,
        }
    }

    /// What it does to its file.
    #[must_use]
    pub fn kind(&self) -> Kind {
        match (&self.before, &self.after) {
            (None, None) => Kind::Unchanged,
            (None, Some(_)) => Kind::Create,
            (Some(_), None) => Kind::Delete,
            (Some(before), Some(after)) if before.same(after) => Kind::Unchanged,
            (Some(_), Some(_)) => Kind::Modify,
        }
    }

    /// The change that takes this one back.
    #[must_use]
    pub fn turned(self) -> Self {
        Self {
            before: self.after,
            after: self.before,
            ..self
        }
    }
}

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

    fn path(text: &str) -> RelPath {
        RelPath::new(text).expect("a good path")
    }

    fn change(at: &str, before: Option<&str>, after: Option<&str>) -> Change {
        Change::new(path(at), before.map(Content::new), after.map(Content::new))
    }

    #[test]
    fn kinds() {
        for (before, after, kind) in [
            (None, None, Kind::Unchanged),
            (None, Some(""), Kind::Create),
            (Some(""), None, Kind::Delete),
            (Some("a"), Some("a"), Kind::Unchanged),
            (Some("a"), Some("b"), Kind::Modify),
        ] {
            let change = change("x", before, after);
            assert_eq!(change.kind(), kind);
            let back = match kind {
                Kind::Create => Kind::Delete,
                Kind::Delete => Kind::Create,
                same => same,
            };
            assert_eq!(change.turned().kind(), back);
        }
    }

    #[test]
    fn the_executable_bit_is_a_change_and_privacy_is_not() {
        let mut change = change("x", Some("a"), Some("a"));
        change.after = Some(Content {
            private: true,
            ..Content::new("a")
        });
        assert_eq!(change.kind(), Kind::Unchanged);
        change.after = Some(Content {
            executable: true,
            ..Content::new("a")
        });
        assert_eq!(change.kind(), Kind::Modify);
    }

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

    #[test]
    fn digests() {
        let sha = Content::new("abc").sha256();
        let text = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
        assert_eq!(sha.to_string(), text);
        assert_eq!(Sha::parse(text), Some(sha));
        for bad in [
            "",
            "ba",
            &text[1..],
            &text.replace('b', "g"),
            &text.replace("ba", "é"),
        ] {
            assert_eq!(Sha::parse(bad), None, "{bad}");
        }
    }

    #[test]
    fn contents_are_not_shown() {
        let shown = format!("{:?}", change("x", None, Some("hunter2")));
        assert!(
            !shown.contains("hunter2") && shown.contains("7 bytes"),
            "{shown}"
        );
    }
}
