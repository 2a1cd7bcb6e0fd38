//! `stack.toml`: what the patterns of one stack share.

use indexmap::IndexMap;
use serde::Deserialize;

use super::question::Question;
use crate::error::Result;
use crate::excerpt;
use crate::naming::Reserved;

/// What `stack.toml` says.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Stack {
    /// The version of the form.
    pub version: i64,
    /// One line: the ecosystem.
    pub about: String,
    /// Capability (`*` stands for one part) → the pattern that supplies it where it is lacking.
    #[serde(default)]
    pub providers: IndexMap<String, String>,
    /// Facts with a value where nothing else gives one.
    #[serde(default)]
    pub defaults: IndexMap<String, String>,
    /// Questions that several patterns ask.
    #[serde(default)]
    pub questions: IndexMap<String, Question>,
    /// Names that would break stamped code.
    #[serde(default)]
    pub reserved: Reserved,
}

impl Stack {
    /// Reads `text`; `origin` names the file in errors.
    ///
    /// # Errors
    /// A pattern error with the source line.
    pub fn parse(text: &str, origin: &str) -> Result<Self> {
        let stack: Self = excerpt::parse_toml(text, origin)?;
        for (name, question) in &stack.questions {
            question.ensure_sound(name, origin)?;
        }
        Ok(stack)
    }

    /// The pattern that supplies `capability`.
    #[must_use]
    pub fn provider(&self, capability: &str) -> Option<&str> {
        let matching = |(wanted, _): &(&String, &String)| covers(wanted, capability);
        self.providers
            .iter()
            .find(matching)
            .map(|(_, pattern)| pattern.as_str())
    }
}

/// Whether `capability` is a name that `wanted` stands for; `*` in it stands for one part.
#[must_use]
pub fn covers(wanted: &str, capability: &str) -> bool {
    let (wanted, given) = (wanted.split('.'), capability.split('.'));
    wanted.clone().count() == given.clone().count()
        && wanted
            .zip(given)
            .all(|(want, part)| want == "*" || want == part)
}

/// The name of a fact or capability with `*` for its rendered parts: `entities.*.model` for
/// `entities.{{ entity.snake }}.model`.
#[must_use]
pub fn unrendered(name: &str) -> String {
    let mut out = String::new();
    let mut rest = name;
    while let Some((before, after)) = rest.split_once("{{") {
        out += before;
        out.push('*');
        rest = after.split_once("}}").map_or("", |(_, after)| after);
    }
    out + rest
}

#[cfg(test)]
mod tests {
    use super::{covers, unrendered};

    #[test]
    fn rendered_parts_become_a_star() {
        assert_eq!(
            unrendered("entities.{{ entity.snake }}.model"),
            "entities.*.model"
        );
        assert_eq!(unrendered("db.base"), "db.base");
    }

    #[test]
    fn a_star_stands_for_one_part() {
        assert!(covers("entities.*.model", "entities.user.model"));
        assert!(covers("db.base", "db.base"));
        assert!(!covers("entities.*.model", "entities.user.schema"));
        assert!(!covers("entities.*", "entities.user.model"));
    }
}
