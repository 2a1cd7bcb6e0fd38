//! A pattern: its manifest and its files, as read; nothing is rendered here.
//!
//! `manifest` is the TOML form and its rules; `question` what a pattern asks. No disk, no terminal.

mod manifest;
mod question;
mod stack;

pub use manifest::{EditEntry, Evidence, Evolve, Manifest, Next, Part};
pub use question::{Question, QuestionType};
pub use stack::{Stack, covers, unrendered};

use crate::change::Bytes;

/// A pattern with all that is needed to render it.
#[derive(Debug)]
pub struct Pattern {
    /// The stack it belongs to: `fastapi`.
    pub stack: String,
    /// Its name in the stack: `crud`.
    pub name: String,
    /// Where it was read, for messages: `templates/fastapi/crud` or a folder.
    pub origin: String,
    /// What `pattern.toml` says.
    pub manifest: Manifest,
    /// The files below `files/`, sorted by path; where the manifest chooses the folder, those of all folders.
    pub files: Vec<TemplateFile>,
}

/// The folder of a pattern whose files are rendered where its manifest names no other.
pub const FILES: &str = "files";

/// A file below a pattern's `files/`, or another folder that its manifest chooses.
#[derive(Clone, Debug)]
pub struct TemplateFile {
    /// The folder.
    pub folder: String,
    /// Its path below the folder, itself a template, with the `.j2` suffix where it has one.
    pub path: String,
    /// Its bytes as they stand.
    pub bytes: Bytes,
}

impl Pattern {
    /// `fastapi/crud`.
    #[must_use]
    pub fn full_name(&self) -> String {
        format!("{}/{}", self.stack, self.name)
    }
}

impl TemplateFile {
    /// Whether the content is rendered (`.j2`) rather than copied.
    #[must_use]
    pub fn is_template(&self) -> bool {
        self.path.ends_with(".j2")
    }
}
