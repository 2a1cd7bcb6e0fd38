//! The subcommands: one file each, with its arguments and a short `run`.

pub mod apply;
pub mod common;
pub mod completions;
mod conflicts;
pub mod facts;
mod finish;
mod fixed_names;
pub mod init;
pub mod list;
pub mod man;
pub mod new;
mod project;
mod readable;
pub mod recover;
mod redraw;
pub mod search;

pub mod show;
pub mod status;
pub mod undo;
pub mod update;

use std::path::PathBuf;

use indexmap::IndexMap;

use crate::catalogue::Catalogue;
use crate::detect;
use crate::error::{Error, Result, did_you_mean};
use crate::facts::{Evidence, FLAG, Fact, Facts, parse_flag};
use crate::naming::shown;
use crate::pattern;
use crate::stamp::Drawn;
use crate::tree::Tree;
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

/// This run as a command to run again, with `--yes`.
fn again() -> String {
    new::retry::retry_command(std::env::args(), &Drawn::default(), &IndexMap::new())
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
    /// The facts that `--fact` settles, then those that `patgen.toml` does.
    ///
    /// # Errors
    /// A usage error where one has no `=`, or where nothing knows a fact of that name; a project error where
    /// `patgen.toml` is not as it should be.
    pub fn settled_facts(&self, tree: &dyn Tree) -> Result<Facts> {
        let mut facts = Facts::default();
        for flag in &self.fact_flags {
            let (name, value) = parse_flag(flag)?;
            self.ensure_known_fact(&name)?;
            facts.set(name, Fact::certain(value, Evidence::place(FLAG)));
        }
        for (name, fact) in detect::team(tree, &|name| self.ensure_known_fact(name))? {
            facts.add(name, fact);
        }
        Ok(facts)
    }

    fn ensure_known_fact(&self, name: &str) -> Result<()> {
        if detect::NAMES
            .iter()
            .any(|pattern| pattern::covers(pattern, name))
        {
            return Ok(());
        }
        let known = self.known_facts()?;
        if known.iter().any(|pattern| pattern::covers(pattern, name)) {
            return Ok(());
        }
        let error = Error::usage(format!("`--fact`: there is no fact `{}`", shown(name)));
        Err(match did_you_mean(name, known.iter().map(String::as_str)) {
            Some(hint) => error.hint(hint),
            None => error.hint("`patgen facts` shows the facts of this project"),
        })
    }

    /// The names of all facts that detection finds or that a pattern gives or needs; `*` stands for one part.
    fn known_facts(&self) -> Result<Vec<String>> {
        let mut known: Vec<String> = detect::NAMES
            .iter()
            .map(|name| (*name).to_owned())
            .collect();
        for pattern in list::patterns(self)? {
            let manifest = &pattern.manifest;
            let names = manifest.provides.keys().chain(&manifest.requires);
            known.extend(names.map(|name| pattern::unrendered(name)));
            let stack = self.catalogue.stack(&pattern.stack)?;
            known.extend(
                stack
                    .providers
                    .into_keys()
                    .chain(stack.defaults.into_keys()),
            );
        }
        known.sort();
        known.dedup();
        Ok(known)
    }

    /// Prints a JSON document.
    pub fn print_json(&self, document: &serde_json::Value) {
        self.ui.data(format!("{document:#}\n").as_bytes());
    }
}
