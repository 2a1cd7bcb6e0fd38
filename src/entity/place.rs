//! Where in a field something is wrong: the text of the field, the part of it, the caret.

use crate::error::{Error, did_you_mean};
use crate::naming::shown;

/// A piece of a field with its place in the text that it was read from.
#[derive(Clone, Copy, Debug)]
pub(super) struct Part<'a> {
    /// The piece.
    pub text: &'a str,
    /// Its first byte in the whole text; 0 where there is none.
    pub at: usize,
}

/// What messages call the field, and its text where it came as one.
#[derive(Clone, Copy, Debug)]
pub(super) struct Place<'a> {
    /// `age:inn`, or `field 2` of a list of tables.
    pub label: &'a str,
    /// The whole text in the grammar.
    pub source: Option<&'a str>,
}

impl<'a> Part<'a> {
    /// A piece that came by itself.
    pub fn loose(text: &'a str) -> Self {
        Self { text, at: 0 }
    }

    /// Splits at the first `=`.
    pub fn split_value(self) -> (Self, Option<Self>) {
        match self.text.split_once('=') {
            Some((name, value)) => {
                let at = self.at + name.len() + 1;
                (
                    Self {
                        text: name,
                        at: self.at,
                    },
                    Some(Self { text: value, at }),
                )
            }
            None => (self, None),
        }
    }

    /// Splits at every `separator`.
    pub fn split(self, separator: char) -> Vec<Self> {
        let mut at = self.at;
        let mut parts = Vec::new();
        for text in self.text.split(separator) {
            parts.push(Self { text, at });
            at += text.len() + separator.len_utf8();
        }
        parts
    }
}

impl Place<'_> {
    /// An error about `part` of the field.
    pub fn error(&self, part: Part, fault: impl AsRef<str>) -> Error {
        let error = Error::usage(format!("`{}`: {}", shown(self.label), fault.as_ref()));
        match self.source.and_then(|source| underlined(source, part)) {
            Some(snippet) => error.snippet(snippet),
            None => error,
        }
    }

    /// An error about a word that is none of `known`, with what it is called here or the nearest,
    /// and all of them.
    pub fn unknown(&self, part: Part, what: &str, known: &[&str], here: Option<&str>) -> Error {
        let error = self.error(part, format!("unknown {what} `{}`", shown(part.text)));
        let near = match here {
            Some(here) => Some(format!("write `{here}`")),
            None => did_you_mean(&part.text.to_lowercase(), known.iter().copied()),
        };
        let all = format!("the {what}s are {}", listed(known));
        near.into_iter().chain([all]).fold(error, Error::hint)
    }

    /// An error that another module found, with the field in front and the caret below.
    pub fn wrap(&self, part: Part, error: &Error) -> Error {
        let named = self.error(part, error.message());
        error
            .hints()
            .iter()
            .fold(named, |named, hint| named.hint(hint.as_str()))
    }
}

/// `` `a`, `b` and `c` ``
pub(super) fn listed(names: &[&str]) -> String {
    let quoted: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
    match quoted.split_last() {
        Some((last, [])) => last.clone(),
        Some((last, rest)) => format!("{} and {last}", rest.join(", ")),
        None => String::new(),
    }
}

/// The text with carets below the part; nothing where columns cannot be trusted.
fn underlined(source: &str, part: Part) -> Option<String> {
    let plain = source.len() <= 100 && source.bytes().all(|byte| (b' '..=b'~').contains(&byte));
    let carets = "^".repeat(part.text.len().max(1));
    plain.then(|| format!("  {source}\n  {}{carets}", " ".repeat(part.at)))
}
