//! The subcommands: one file each, with its arguments and a short `run`.

pub mod completions;
pub mod facts;
pub mod list;
pub mod man;
pub mod new;
mod project;
pub mod search;
pub mod show;

use std::path::PathBuf;

use crate::catalogue::Catalogue;
use crate::error::Result;
use crate::facts::{Evidence, Fact, Facts, parse_flag};
use crate::ui::Ui;

/// What every subcommand works with.
pub struct Setting {
    /// The project root.
    pub into: PathBuf,
    /// Where patterns are read from.
    pub catalogue: Catalogue,
    /// The stack that was named.
    pub stack: Option<String>,
    /// Facts that were settled by flags.
    pub fact_flags: Vec<String>,
    /// One JSON document on stdout.
    pub json: bool,
    /// The terminal.
    pub ui: Ui,
}

/// How a command ended; the exit code says it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// Done, or nothing to do: 0.
    Done,
    /// Something is left for a person: 1.
    Left,
    /// Wrong usage that was reported already: 2.
    Wrong,
}

impl Setting {
    /// The facts that `--fact` settles.
    ///
    /// # Errors
    /// A usage error where one has no `=`.
    pub fn settled_facts(&self) -> Result<Facts> {
        let mut facts = Facts::default();
        for flag in &self.fact_flags {
            let (name, value) = parse_flag(flag)?;
            facts.set(name, Fact::certain(value, Evidence::place("--fact")));
        }
        Ok(facts)
    }

    /// Prints a JSON document.
    pub fn print_json(&self, document: &serde_json::Value) {
        self.ui.data(format!("{document:#}\n").as_bytes());
    }
}
