//! A fact that is not certain: what it may be, and what settles it.

use super::{FLAG, Fact, FactValue, Facts};
use crate::error::{Doubt, Error};
use crate::naming::shell_word;

/// The file at the root with the facts that a team has settled.
pub const TEAM_FILE: &str = "patgen.toml";

/// What the place of evidence begins with that is a flag of an earlier stamp.
pub const SETTLED: &str = "settled for stamp ";

impl Facts {
    /// What a person settled by flags, now or for an earlier stamp, of a project that patgen did not begin. A head of
    /// migrations is no longer one after the next revision; a URL may hold a password.
    #[must_use]
    pub fn settled(&self) -> Vec<(String, FactValue)> {
        if !self.has("project.foreign") {
            return Vec::new();
        }
        let lasts = |name: &str, fact: &Fact| {
            let place = &fact.evidence.place;
            (place == FLAG || place.starts_with(SETTLED))
                && !name.starts_with("db.migrations.head")
                && !fact.value.to_string().contains("://")
        };
        let settled = self.iter().filter(|(name, fact)| lasts(name, fact));
        settled
            .map(|(name, fact)| (name.to_owned(), fact.value.clone()))
            .collect()
    }
}

/// The line below `[facts]` that settles the fact called `name`.
#[must_use]
pub fn settling(name: &str, value: &FactValue) -> String {
    // What JSON escapes in a text, TOML reads; and it stays on its line.
    let text = |text: &String| {
        serde_json::Value::from(text.as_str())
            .to_string()
            .replace('\u{7f}', "\\u007f")
    };
    let value = match value {
        FactValue::Flag(flag) => flag.to_string(),
        FactValue::Text(found) => text(found),
        FactValue::List(list) => {
            let items: Vec<String> = list.iter().map(text).collect();
            format!("[{}]", items.join(", "))
        }
    };
    format!("\"{name}\" = {value}")
}

impl Fact {
    /// The doubt about the fact called `name`.
    #[must_use]
    pub fn doubt(&self, name: &str) -> Doubt {
        let candidates = match &self.candidates[..] {
            [] => vec![self.value.to_string()],
            found => found.to_vec(),
        };
        Doubt {
            fact: name.to_owned(),
            candidates,
        }
    }
}

impl Doubt {
    /// What a person is told who cannot be asked.
    #[must_use]
    pub fn to_error(&self) -> Error {
        let name = &self.fact;
        let candidates = self.candidates.join("`, `");
        Error::project(format!("`{name}` is not certain: it may be `{candidates}`"))
            .hint(format!(
                "settle it, for example with `--fact {}`",
                shell_word(&format!("{name}={}", self.first()))
            ))
            .hint(format!(
                "or for all in `{TEAM_FILE}` below `[facts]`: {}",
                self.line(self.first())
            ))
            .in_doubt(self.clone())
    }

    /// What a person is told of several facts at once, so that one more run is enough. The first is the error's own.
    #[must_use]
    pub fn all_to_error(doubts: &[Self]) -> Option<Error> {
        let (first, others) = doubts.split_first()?;
        if others.is_empty() {
            return Some(first.to_error());
        }
        let join = |each: &dyn Fn(&Self) -> String, by: &str| {
            doubts.iter().map(each).collect::<Vec<_>>().join(by)
        };
        let seen = |doubt: &Self| {
            let candidates = doubt.candidates.join("`, `");
            format!("`{}` may be `{candidates}`", doubt.fact)
        };
        let flag = |doubt: &Self| {
            let settled = format!("{}={}", doubt.fact, doubt.first());
            format!("--fact {}", shell_word(&settled))
        };
        let line = |doubt: &Self| doubt.line(doubt.first());
        let count = doubts.len();
        let error = Error::project(format!(
            "{count} facts are not certain: {}",
            join(&seen, "; ")
        ))
        .hint(format!(
            "settle them, for example with `{}`",
            join(&flag, " ")
        ))
        .hint(format!(
            "or for all in `{TEAM_FILE}` below `[facts]`:\n  {}",
            join(&line, "\n  ")
        ));
        Some(error.in_doubt(first.clone()))
    }

    /// The line of `patgen.toml` that settles it on `value`.
    #[must_use]
    pub fn line(&self, value: &str) -> String {
        settling(&self.fact, &FactValue::parse_of(&self.fact, value))
    }

    fn first(&self) -> &str {
        self.candidates.first().map_or("VALUE", String::as_str)
    }
}
