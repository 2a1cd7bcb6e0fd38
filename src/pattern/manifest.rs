//! `pattern.toml`: its form, version 1. Unknown keys are errors that show their line.

use std::collections::{BTreeMap, BTreeSet};

use indexmap::IndexMap;
use serde::Deserialize;

use super::question::Question;
use super::stack::Stack;
use crate::error::{Error, Result, did_you_mean};
use crate::excerpt;

/// The version of the manifest form that this program reads.
const VERSION: i64 = 1;

/// What `pattern.toml` says.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Manifest {
    /// The version of the form.
    pub version: i64,
    /// One line: what it stamps.
    pub about: String,
    /// When to use it.
    pub when: String,
    /// When not to use it.
    #[serde(default)]
    pub when_not: String,
    /// Words people look for.
    #[serde(default)]
    pub tags: Vec<String>,
    /// Names of patterns that go with it.
    #[serde(default)]
    pub related: Vec<String>,
    /// Template of a stamp's id; the pattern's name where absent.
    pub stamp: Option<String>,
    /// Capabilities that must be there (templates).
    #[serde(default)]
    pub requires: Vec<String>,
    /// What else is required in a project that patgen did not begin; the same where absent.
    pub foreign: Option<Foreign>,
    /// The folder (a template) whose files are rendered: `files` where absent; none where it comes out empty.
    pub files: Option<String>,
    /// Destinations (templates) that are left as they are where the project has them.
    #[serde(default)]
    pub shared: Vec<String>,
    /// Destinations (templates) that hold a secret: mode 0600, never shown or recorded.
    #[serde(default)]
    pub secret_files: Vec<String>,
    /// Destinations (templates) with the executable bit.
    #[serde(default)]
    pub executable: Vec<String>,
    /// Destinations (templates) of code that is written as rendered: it has a form of its own already.
    #[serde(default)]
    pub verbatim: Vec<String>,
    /// What the preview says of this stamp (templates), such as a danger; an empty one is left out.
    #[serde(default)]
    pub notes: Vec<String>,
    /// Destinations (templates) that are history, as a migration is: an update writes them no second time.
    #[serde(default)]
    pub once: Vec<String>,
    /// The axes on which it is proven: `async`, `sync`, `sqlite`, `postgresql`.
    #[serde(default)]
    pub variants: Vec<String>,
    /// Facts that a stamp gives to later ones (names and values are templates).
    #[serde(default)]
    pub provides: IndexMap<String, String>,
    /// Facts (names and values are templates) for what the same run stamps later. No record keeps them: detection
    /// finds them when the stamp is there.
    #[serde(default)]
    pub meanwhile: IndexMap<String, String>,
    /// The patterns it is made of, in order.
    #[serde(default)]
    pub compose: Vec<Part>,
    /// Questions that the stack defines for its patterns, by name; asked before its own.
    #[serde(default)]
    pub asks: Vec<String>,
    /// What it asks, in order.
    #[serde(default)]
    pub questions: IndexMap<String, Question>,
    /// Changes to files that exist or that the same plan creates.
    #[serde(default)]
    pub edit: Vec<EditEntry>,
    /// What comes along when answers of a stamp change.
    #[serde(default)]
    pub evolve: Vec<Evolve>,
    /// How far it can be trusted.
    #[serde(default)]
    pub evidence: Evidence,
    /// What to do afterwards.
    #[serde(default)]
    pub next: Next,
}

/// What a pattern requires in a project that patgen did not begin, in place of its `requires`.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Foreign {
    /// Capabilities (templates) that the project must have itself: patgen brings no second one along.
    pub needs: Vec<String>,
    /// Capabilities (templates) that are supplied where they are lacking.
    pub requires: Vec<String>,
}

/// A pattern that another one is made of.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Part {
    /// Its name in the same stack.
    pub pattern: String,
    /// Answers (expressions) that the composing pattern gives; they are then not asked.
    #[serde(default)]
    pub answers: BTreeMap<String, String>,
    /// An expression that leaves the part out.
    pub unless: Option<String>,
    /// How many patterns are around it: 1 for a part of the pattern itself; found out, not written.
    #[serde(skip)]
    pub depth: usize,
    /// Questions of the part that its fixed answers leave unasked; found out, not written.
    #[serde(skip)]
    pub unasked: BTreeSet<String>,
}

/// An `[[edit]]` entry: the operation, its file, its condition, and the operation's own keys.
#[derive(Clone, Debug, Deserialize)]
pub struct EditEntry {
    /// The operation's name, such as `python-import`.
    pub op: String,
    /// The file to edit (a template); `pyproject.toml` where absent.
    pub file: Option<String>,
    /// An expression; the edit is left out where it is false.
    pub when: Option<String>,
    /// An expression: a list; the edit is made for each of its items, which is there as `item`.
    pub each: Option<String>,
    /// The operation's keys (templates).
    #[serde(flatten)]
    pub entries: BTreeMap<String, String>,
}

/// An `[[evolve]]` entry: what a change of answers brings along.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Evolve {
    /// An expression over the answers, `before`, `added`, `removed`, `changed` and `earlier`: whether there is something to do.
    pub when: String,
    /// The pattern that comes along, in the same stamp.
    pub pattern: Option<String>,
    /// Its answers (expressions); one without a value is left to its default.
    #[serde(default)]
    pub answers: BTreeMap<String, String>,
    /// Without a pattern: what a person has to do (a template).
    pub manual: Option<String>,
    /// The file where that is (a template).
    pub file: Option<String>,
}

/// How far a pattern can be trusted, and why.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Evidence {
    /// `low` (1 example), `medium` (2–4) or `high` (5 or more).
    pub confidence: String,
    /// Where it was seen to work.
    pub examples: Vec<String>,
    /// The day it was last confirmed, `YYYY-MM-DD`.
    pub reinforced: String,
    /// The time it saves per use, such as `20 min`.
    pub saves: String,
    /// Why it works.
    pub why: String,
    /// How to see that a project lacks it.
    pub missing: String,
    /// The behaviours that its stamped tests pin down.
    pub proves: Vec<String>,
}

/// What to do after a stamp.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Next {
    /// Commands or sentences (templates) that make the project ready, in order; an empty one is left out.
    pub steps: Vec<String>,
    /// Those that use it then; they come after the steps of every pattern.
    pub run: Vec<String>,
}

impl Manifest {
    /// Reads `text`; `origin` names the file in errors.
    ///
    /// # Errors
    /// A pattern error with the source line where the text is no manifest of version 1.
    pub fn parse(text: &str, origin: &str) -> Result<Self> {
        let manifest: Self = excerpt::parse_toml(text, origin)?;
        manifest.ensure_version(origin)?;
        for (name, question) in &manifest.questions {
            question.ensure_sound(name, origin)?;
        }
        Ok(manifest)
    }

    /// Puts the questions that the stack defines before its own.
    ///
    /// # Errors
    /// A pattern error where the stack does not define one.
    pub fn ask_with(&mut self, stack: &Stack, origin: &str) -> Result<()> {
        let mut questions = IndexMap::new();
        for name in &self.asks {
            let Some(question) = stack.questions.get(name) else {
                let error = Error::pattern(format!("{origin}: the stack has no question `{name}`"));
                let known = stack.questions.keys().map(String::as_str);
                return Err(did_you_mean(name, known)
                    .into_iter()
                    .fold(error, Error::hint));
            };
            questions.insert(name.clone(), question.clone());
        }
        questions.extend(std::mem::take(&mut self.questions));
        self.questions = questions;
        Ok(())
    }

    fn ensure_version(&self, origin: &str) -> Result<()> {
        if self.version == VERSION {
            return Ok(());
        }
        Err(Error::pattern(format!(
            "{origin}: version {} of the manifest is not known",
            self.version
        ))
        .hint(format!("this patgen reads version {VERSION}")))
    }
}
