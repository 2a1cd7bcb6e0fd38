//! The path policy as a type: a [`RelPath`] cannot lead out of the project or into what is not patgen's.
//!
//! Every path of a plan is one, so the policy is judged once, where text becomes a path. Nothing here touches the disk.

mod clash;
#[cfg(test)]
mod laws;
mod policy;

use std::borrow::Borrow;
use std::fmt;
use std::str::FromStr;

use crate::error::{Error, Result};

pub use clash::clashes;
pub(crate) use policy::fold;
use policy::{Fault, fault};

/// Where patgen keeps the record, its lock and its transactions.
pub const RECORD_DIR: &str = ".patgen";

/// What only `apply` may make below [`RECORD_DIR`].
const APPLY_OWN: [&str; 4] = [".gitignore", "lock", "txn", "kept"];

/// A path below the project root that keeps to the policy; parts are separated by `/`.
///
/// The order is that of the bytes, in which everything below a directory stands together.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RelPath(String);

impl RelPath {
    /// The path, if it keeps to the policy.
    ///
    /// # Errors
    ///
    /// Says which rule it breaks.
    ///
    /// ```
    /// # use patgen::rel_path::RelPath;
    /// assert_eq!(RelPath::new("app/main.py")?.name(), "main.py");
    /// assert!(RelPath::new("../main.py").is_err());
    /// # Ok::<(), patgen::error::Error>(())
    /// ```
    pub fn new(path: &str) -> Result<Self> {
        match fault(path) {
            None => Ok(Self(path.to_owned())),
            Some(fault) => Err(fault.about(path)),
        }
    }

    /// A path of the record, `.patgen/REST`: the only way to name one.
    ///
    /// # Errors
    ///
    /// As [`RelPath::new`]; also for what applying a plan keeps there for itself.
    pub fn record(rest: &str) -> Result<Self> {
        let rest = Self::new(rest)?;
        let first = fold(rest.parts().next().unwrap_or_default()).into_owned();
        if APPLY_OWN.contains(&first.as_str()) {
            return Err(Fault::reserved().about(&format!("{RECORD_DIR}/{rest}")));
        }
        Ok(Self(format!("{RECORD_DIR}/{rest}")))
    }

    /// A path as a record or a saved plan holds it: below [`RECORD_DIR`] one of the record, else an ordinary one.
    ///
    /// # Errors
    ///
    /// As [`RelPath::new`] and [`RelPath::record`].
    pub fn stored(path: &str) -> Result<Self> {
        match path
            .strip_prefix(RECORD_DIR)
            .and_then(|rest| rest.strip_prefix('/'))
        {
            Some(rest) => Self::record(rest),
            None => Self::new(path),
        }
    }

    /// `.patgen/.gitignore`, which applying a plan adds to a record that it begins.
    pub(crate) fn ignore_file() -> Self {
        Self(format!("{RECORD_DIR}/.gitignore"))
    }

    /// The whole path.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The last part.
    #[must_use]
    pub fn name(&self) -> &str {
        split(&self.0).1
    }

    /// All but the last part; empty for what lies directly in the root.
    #[must_use]
    pub fn parent(&self) -> &str {
        split(&self.0).0
    }

    /// The parts, outermost first.
    pub fn parts(&self) -> impl Iterator<Item = &str> {
        self.0.split('/')
    }

    /// Whether this is a path of the record.
    #[must_use]
    pub fn is_record(&self) -> bool {
        self.parts().next() == Some(RECORD_DIR)
    }

    /// The path of `name` (one part or more) below this one.
    ///
    /// # Errors
    ///
    /// As [`RelPath::new`].
    pub fn join(&self, name: &str) -> Result<Self> {
        Self::stored(&format!("{self}/{name}"))
    }
}

/// `a/b/c` as `a/b` and `c`.
pub(crate) fn split(path: &str) -> (&str, &str) {
    path.rsplit_once('/').unwrap_or(("", path))
}

impl fmt::Display for RelPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl FromStr for RelPath {
    type Err = Error;

    fn from_str(path: &str) -> Result<Self> {
        Self::new(path)
    }
}

impl AsRef<str> for RelPath {
    fn as_ref(&self) -> &str {
        &self.0
    }
}

impl Borrow<str> for RelPath {
    fn borrow(&self) -> &str {
        &self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_record_is_named_only_by_its_own_function() {
        let record = |rest| RelPath::record(rest).map(|path| path.to_string());
        assert_eq!(
            record("stamps/crud-user.toml").ok().as_deref(),
            Some(".patgen/stamps/crud-user.toml")
        );
        for rest in [
            "lock",
            "LOCK",
            "txn/1/journal",
            ".gitignore",
            "kept/x",
            "",
            "../x",
            ".patgen/x",
            "/x",
        ] {
            assert!(record(rest).is_err(), "{rest:?}");
        }
        assert!(RelPath::stored(".patgen/stamps/x").is_ok_and(|path| path.is_record()));
        assert!(RelPath::stored(".patgen/lock").is_err());
        assert!(RelPath::stored("app/x").is_ok_and(|path| !path.is_record()));
    }

    #[test]
    fn parts() {
        let path = RelPath::new("a/b/c.py").expect("a good path");
        assert_eq!((path.parent(), path.name()), ("a/b", "c.py"));
        let top = RelPath::new("c.py").expect("a good path");
        assert_eq!((top.parent(), top.name()), ("", "c.py"));
        assert_eq!(top.join("x").expect("a good path").as_str(), "c.py/x");
    }
}
