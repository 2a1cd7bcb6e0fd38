//! A file of an action: what it was, kept, and a trace of what it became.

use serde::{Deserialize, Serialize};

use crate::change::{Change, Content};

/// A file of an action.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Touched {
    /// Which.
    pub path: String,
    /// What it was; none where it was not there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub before: Option<Kept>,
    /// What it became; none where it went.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub after: Option<Trace>,
    /// Whether it holds a secret.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub secret: bool,
}

/// Enough of a content to know it again.
#[derive(Clone, Debug, Deserialize, PartialEq, Eq, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Trace {
    /// SHA-256 of the bytes.
    pub sha256: String,
    /// Whether its owner may run it.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub executable: bool,
}

/// A content that is kept, but for a secret one.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Kept {
    /// What it is known by.
    pub trace: Trace,
    /// Whether it was for its owner alone.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    private: bool,
    /// The bytes, where they are text.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    text: Option<String>,
    /// The bytes as hexadecimal digits, where they are no text.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    digits: Option<String>,
}

impl Trace {
    /// The trace of `content`.
    #[must_use]
    pub fn of(content: &Content) -> Self {
        Self {
            sha256: content.sha256().to_string(),
            executable: content.executable,
        }
    }
}

impl Kept {
    fn of(content: &Content, secret: bool) -> Self {
        let text = content.text().filter(|_| !secret).map(str::to_owned);
        let digits = || content.bytes.iter().map(|byte| format!("{byte:02x}"));
        Self {
            trace: Trace::of(content),
            private: content.private,
            digits: (!secret && text.is_none()).then(|| digits().collect()),
            text,
        }
    }

    /// The same, but for the bytes: they are told no more.
    #[must_use]
    pub fn forgotten(self) -> Self {
        Self {
            text: None,
            digits: None,
            ..self
        }
    }

    /// The content; none where it was a secret, is told no more, or is damaged.
    #[must_use]
    pub fn content(&self) -> Option<Content> {
        let bytes = match (&self.text, &self.digits) {
            (Some(text), _) => text.clone().into_bytes(),
            (None, Some(digits)) => bytes(digits)?,
            (None, None) => return None,
        };
        let content = Content {
            bytes: bytes.into(),
            executable: self.trace.executable,
            private: self.private,
        };
        (Trace::of(&content) == self.trace).then_some(content)
    }
}

fn bytes(digits: &str) -> Option<Vec<u8>> {
    let pairs = (0..digits.len()).step_by(2);
    pairs
        .map(|at| u8::from_str_radix(digits.get(at..at + 2)?, 16).ok())
        .collect()
}

impl Touched {
    pub(super) fn of(change: &Change) -> Self {
        let kept = |content: &Content| Kept::of(content, change.secret);
        Self {
            path: change.path.to_string(),
            before: change.before.as_ref().map(kept),
            after: change.after.as_ref().map(Trace::of),
            secret: change.secret,
        }
    }

    /// Whether `content` is what the action left.
    #[must_use]
    pub fn left(&self, content: Option<&Content>) -> bool {
        self.after == content.map(Trace::of)
    }
}
