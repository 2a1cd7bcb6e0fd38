//! Patterns of the tests' own, beside the project, for `--patterns`.

use std::path::PathBuf;

use super::{Sandbox, write};

/// The shortest manifest.
pub const MANIFEST: &str = "version = 1\nabout = \"a thing\"\nwhen = \"a test needs one\"\n";

impl Sandbox {
    /// A path in the directory of patterns.
    pub fn pattern_path(&self, path: &str) -> PathBuf {
        self.root().join("patterns").join(path)
    }

    /// Writes a file of a pattern: `stack/pattern/files/x.py.j2`.
    pub fn pattern_file(&self, path: &str, bytes: impl AsRef<[u8]>) -> &Self {
        write(&self.pattern_path(path), bytes.as_ref());
        self
    }

    /// Writes `demo/NAME/pattern.toml`: the shortest manifest with `more`.
    pub fn pattern(&self, name: &str, more: &str) -> &Self {
        self.pattern_file(
            &format!("demo/{name}/pattern.toml"),
            format!("{MANIFEST}{more}"),
        )
    }

    /// A pattern `demo/thing` without questions, of these files.
    pub fn thing(&self, files: &[(&str, &[u8])]) -> &Self {
        self.pattern("thing", "");
        for (path, bytes) in files {
            self.pattern_file(&format!("demo/thing/files/{path}"), bytes);
        }
        self
    }
}

/// `new PATTERN` with the tests' own patterns.
pub fn new(words: &str) -> String {
    format!("new {words} --patterns ../patterns")
}
