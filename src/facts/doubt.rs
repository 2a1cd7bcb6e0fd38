//! A fact that is not certain: what it may be, and what settles it.

use super::{Fact, FactValue};
use crate::error::{Doubt, Error};
use crate::naming::shell_word;

/// The file at the root with the facts that a team has settled.
pub const TEAM_FILE: &str = "patgen.toml";

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

    /// The line of `patgen.toml` that settles it on `value`.
    #[must_use]
    pub fn line(&self, value: &str) -> String {
        settling(&self.fact, &FactValue::parse_of(&self.fact, value))
    }

    fn first(&self) -> &str {
        self.candidates.first().map_or("VALUE", String::as_str)
    }
}
