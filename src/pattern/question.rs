//! What a pattern asks: one definition for flags, prompts, help, `show`, JSON and completions.

use serde::Deserialize;

use crate::error::{Error, Result};

/// The kind of value that a question takes.
#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "lowercase")]
pub enum QuestionType {
    /// The name of a thing, with all its casings and its plural.
    Name,
    /// Any text of one line.
    Text,
    /// Yes or no: two flags.
    Bool,
    /// A whole number.
    Int,
    /// One of `choices`.
    Choice,
    /// A database URL; its password is a secret.
    Url,
    /// A text that is never shown or recorded.
    Secret,
    /// Fields in the grammar `name:type[=arguments][:modifier[=value]]…`.
    Fields,
    /// Texts, separated by commas or given repeatedly.
    List,
    /// A relative path inside the project.
    Path,
    /// Code of the project: a file, a module, a name in it, or a route.
    Target,
}

/// A question of a pattern.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Question {
    /// The kind of value.
    #[serde(rename = "type")]
    pub kind: QuestionType,
    /// One line for help and prompts.
    #[serde(default)]
    pub help: String,
    /// An expression over answers and facts; without one the answer is required.
    pub default: Option<String>,
    /// An expression; where it is false the question is not asked and has its default.
    pub when: Option<String>,
    /// An expression that must hold for the answer.
    pub check: Option<String>,
    /// A template: what is wrong where `check` fails.
    pub message: Option<String>,
    /// The values of a `choice`, or those allowed in a `list`.
    #[serde(default)]
    pub choices: Vec<String>,
    /// A template: what the preview says where the default was taken.
    pub note: Option<String>,
    /// The flag's name; the question's own where absent.
    pub flag: Option<String>,
    /// The flag that answers no.
    pub no_flag: Option<String>,
    /// A one-letter flag.
    pub short: Option<char>,
    /// The question whose text is the plural of this name.
    pub plural: Option<String>,
    /// An example value for help and `show`.
    pub example: Option<String>,
    /// The length of a value made at random where none is given.
    pub generate: Option<usize>,
    /// Neither a flag nor a prompt: only its default, which is recorded.
    #[serde(default)]
    pub hidden: bool,
    /// Asked at a terminal although it has a default.
    #[serde(default)]
    pub ask: bool,
}

impl Question {
    /// The long flag of the question called `name`.
    #[must_use]
    pub fn flag(&self, name: &str) -> String {
        match (&self.flag, self.kind) {
            (Some(flag), _) => flag.clone(),
            (None, QuestionType::Fields) => "field".to_owned(),
            (None, _) => name.replace('_', "-"),
        }
    }

    /// The flag that answers no, for a `bool`.
    #[must_use]
    pub fn no_flag(&self, name: &str) -> String {
        let no = || format!("no-{}", self.flag(name));
        self.no_flag.clone().unwrap_or_else(no)
    }

    /// Every flag of the question called `name`, with its dashes.
    #[must_use]
    pub fn flags(&self, name: &str) -> Vec<String> {
        let mut flags = vec![format!("--{}", self.flag(name))];
        if self.kind == QuestionType::Bool {
            flags.push(format!("--{}", self.no_flag(name)));
        }
        flags.extend(self.short.map(|short| format!("-{short}")));
        flags
    }

    /// The question as it is where `expression` answers it.
    #[must_use]
    pub fn answered(&self, expression: &str) -> Self {
        Self {
            default: Some(expression.to_owned()),
            when: None,
            hidden: true,
            note: None,
            ..self.clone()
        }
    }

    /// Whether a value must be given.
    #[must_use]
    pub fn is_required(&self) -> bool {
        self.default.is_none() && self.generate.is_none()
    }

    pub(super) fn ensure_sound(&self, name: &str, origin: &str) -> Result<()> {
        let wrong = |what: &str| {
            Err(Error::pattern(format!(
                "{origin}: question `{name}`: {what}"
            )))
        };
        if self.kind == QuestionType::Choice && self.choices.is_empty() {
            return wrong("a `choice` needs `choices`");
        }
        if self.hidden && self.default.is_none() {
            return wrong("a hidden question needs a `default`");
        }
        if self.generate.is_some() && self.kind != QuestionType::Secret {
            return wrong("only a `secret` can be generated");
        }
        if self.check.is_some() && self.message.is_none() {
            return wrong("a `check` needs a `message`");
        }
        Ok(())
    }
}
