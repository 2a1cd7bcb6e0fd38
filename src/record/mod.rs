//! The record of a stamp: what was stamped, with which answers, on which base texts.
//!
//! One TOML file for each stamp below `.patgen/stamps/`, and its base texts in one file below `.patgen/base/`, named by
//! their digest and compressed by LZ4. No secret is written to either.

mod texts;

pub use texts::{Texts, Unpacked, compressed, texts_path, uncompressed, unpacked};

use std::collections::BTreeMap;

use indexmap::IndexMap;
use serde::{Deserialize, Serialize};
use serde_json::Value as Json;

use crate::answers::Given;
use crate::change::{Content, Sha};
use crate::edit::Operation;
use crate::error::{Error, Kind, Result};
use crate::excerpt::toml_error;
use crate::facts::FactValue;
use crate::naming::shown;
use crate::rel_path::RelPath;

/// The version of the record's form.
const VERSION: i64 = 1;

/// The folder of the records, below `.patgen/`.
pub const STAMPS: &str = "stamps";

/// The folder of the base texts, below `.patgen/`.
pub const BASE: &str = "base";

/// What is kept of a stamp.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Record {
    /// The version of the form.
    pub version: i64,
    /// The stamp's id.
    pub stamp: String,
    /// The pattern in full.
    pub pattern: String,
    /// The digest that names its base texts; none where there are none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub texts: Option<String>,
    /// The answers; what is secret is left out.
    #[serde(default)]
    pub answers: IndexMap<String, toml::Value>,
    /// The facts it gives.
    #[serde(default)]
    pub provides: IndexMap<String, FactValueText>,
    /// The facts of the project that a person settled for it, which were in doubt.
    #[serde(default, skip_serializing_if = "IndexMap::is_empty")]
    pub settled: IndexMap<String, FactValueText>,
    /// Shared files that it needs and found there; should the stamp that has them go, they stay.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub uses: Vec<String>,
    /// The files it stamped.
    #[serde(default, rename = "file")]
    pub files: Vec<RecordedFile>,
    /// The edits it asked for.
    #[serde(default, rename = "edit")]
    pub edits: Vec<RecordedEdit>,
}

/// The value of a fact as a record has it.
pub type FactValueText = String;

/// A file of a stamp.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
#[serde(deny_unknown_fields)]
pub struct RecordedFile {
    /// Where it is.
    pub path: String,
    /// The digest of its base text; none for a secret file.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub base: Option<String>,
    /// Whether it was stamped with the executable bit.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub executable: bool,
    /// Whether it is history, as a migration is: an update writes it no second time.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub once: bool,
    /// Whether it was there before, as it is stamped: then it is a person's, and an undo leaves it.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub present: bool,
}

/// An edit of a stamp.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
#[serde(deny_unknown_fields)]
pub struct RecordedEdit {
    /// The file it edits.
    pub path: String,
    /// The operation.
    pub op: String,
    /// The operation's keys; the value is left out for a secret file.
    #[serde(default)]
    pub entries: BTreeMap<String, String>,
    /// Whether the file said so before: then an undo leaves it.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub present: bool,
    /// Whether it was left to a person and patgen never made it: then nobody took it out.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub unmade: bool,
}

/// The entry of a recorded edit that may be a secret, and is then left out.
const VALUE: &str = "value";

impl RecordedEdit {
    /// The operation; where the value was secret, with an empty one.
    ///
    /// # Errors
    /// A pattern error where no operation has this form.
    pub fn operation(&self) -> Result<Operation> {
        let mut entries = self.entries.clone();
        if self.is_secret() {
            entries.insert(VALUE.to_owned(), String::new());
        }
        Operation::from_entries(&self.op, &entries)
    }

    /// Whether its value was left out, for it may be a secret.
    #[must_use]
    pub fn is_secret(&self) -> bool {
        self.op == "env-set" && !self.entries.contains_key(VALUE)
    }

    /// Whether both ask for the same.
    #[must_use]
    pub fn asks_as(&self, other: &Self) -> bool {
        self.path == other.path && self.op == other.op && self.entries == other.entries
    }
}

/// The version of a record that may have keys of its own.
fn version(text: &str) -> Option<i64> {
    let table: toml::Table = toml::from_str(text).ok()?;
    table.get("version")?.as_integer()
}

fn unknown_version(version: i64, path: &str) -> Error {
    let message = format!("{path}: version {version} of the record is not known");
    Error::project(message).hint("use the patgen that wrote it, or a newer one")
}

impl Record {
    /// An empty record of a stamp.
    #[must_use]
    pub fn new(stamp: &str, pattern: &str) -> Self {
        Self {
            version: VERSION,
            stamp: stamp.to_owned(),
            pattern: pattern.to_owned(),
            texts: None,
            answers: IndexMap::new(),
            provides: IndexMap::new(),
            settled: IndexMap::new(),
            uses: Vec::new(),
            files: Vec::new(),
            edits: Vec::new(),
        }
    }

    /// Reads the record that stands at `path`.
    ///
    /// # Errors
    /// A project error that shows the line where it is no record of version 1.
    pub fn parse(text: &str, path: &str) -> Result<Self> {
        let record: Self = toml::from_str(text).map_err(|error| match version(text) {
            Some(newer) if newer != VERSION => unknown_version(newer, path),
            _ => toml_error(Kind::Project, text, path, &error)
                .hint("restore the file from version control"),
        })?;
        if record.version != VERSION {
            return Err(unknown_version(record.version, path));
        }
        record.ensure_sound(path)?;
        Ok(record)
    }

    /// Refuses a record that names another stamp than its file, or paths outside the project.
    fn ensure_sound(&self, path: &str) -> Result<()> {
        let restore = "restore the file from version control";
        if Self::path(&self.stamp).is_ok_and(|own| own.as_str() != path) {
            let message = format!("{path}: it is the record of `{}`", shown(&self.stamp));
            return Err(Error::project(message).hint(restore));
        }
        let files = self.files.iter().map(|file| &file.path);
        for file in files.chain(self.edits.iter().map(|edit| &edit.path)) {
            RelPath::new(file)
                .map_err(|error| error.of_kind(Kind::Project).at(path).hint(restore))?;
        }
        Ok(())
    }

    /// Where the record of the stamp called `id` stands.
    ///
    /// # Errors
    /// A usage error where the id cannot be part of a path.
    pub fn path(id: &str) -> Result<RelPath> {
        RelPath::record(&format!("{STAMPS}/{id}.toml"))
    }

    /// The record as it is written.
    ///
    /// # Errors
    /// A pattern error where an answer has no TOML form.
    pub fn to_content(&self) -> Result<Content> {
        let text = toml::to_string(self).map_err(|error| {
            Error::pattern(format!("the record of `{}` cannot be written", self.stamp))
                .because(error)
        })?;
        Ok(Content::new(text))
    }

    /// The recorded answers as they could have been given.
    #[must_use]
    pub fn given(&self) -> Given {
        let json = |value: &toml::Value| serde_json::to_value(value).unwrap_or(Json::Null);
        self.answers
            .iter()
            .map(|(name, value)| (name.clone(), json(value)))
            .collect()
    }

    /// The facts that the stamp gives.
    pub fn facts(&self) -> impl Iterator<Item = (&str, FactValue)> {
        self.provides
            .iter()
            .map(|(name, text)| (name.as_str(), FactValue::parse(text)))
    }

    /// The facts that were settled for the stamp.
    pub fn settled(&self) -> impl Iterator<Item = (&str, FactValue)> {
        let settled = self.settled.iter();
        settled.map(|(name, text)| (name.as_str(), FactValue::parse_of(name, text)))
    }

    /// What is recorded of the file at `path`.
    #[must_use]
    pub fn file(&self, path: &RelPath) -> Option<&RecordedFile> {
        self.files.iter().find(|file| file.path == path.as_str())
    }
}

impl RecordedFile {
    /// The digest of its base text.
    #[must_use]
    pub fn base(&self) -> Option<Sha> {
        self.base.as_deref().and_then(Sha::parse)
    }
}
