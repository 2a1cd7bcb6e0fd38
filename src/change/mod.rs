//! The one currency: a [`Change`] is a file before and after, a [`Plan`] all of them, at most one for a path.
//!
//! Plain values: nothing here reads or writes a file. The kind of a change is derived from its two contents, roll-back
//! is `before`, and undo is the plan turned round.

mod bytes;
mod content;
mod plan;

pub use bytes::{Bytes, Sha};
pub use content::Content;
pub use plan::Plan;

use crate::rel_path::RelPath;

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

#[cfg(test)]
mod tests {
    use super::*;

    pub(super) fn path(text: &str) -> RelPath {
        RelPath::new(text).expect("a good path")
    }

    pub(super) fn change(at: &str, before: Option<&str>, after: Option<&str>) -> Change {
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
}
