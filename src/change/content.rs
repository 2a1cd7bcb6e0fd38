//! What a file holds.

use std::fmt;

use super::{Bytes, Sha};

/// What a file holds: bytes, not text, and the parts of its mode that are carried.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Content {
    /// The bytes, as they are.
    pub bytes: Bytes,
    /// Whether its owner may run it.
    pub executable: bool,
    /// Whether it is for its owner alone. A wish for a new file (0600); an existing file keeps its mode.
    pub private: bool,
}

impl Content {
    /// An ordinary file of these bytes.
    pub fn new(bytes: impl Into<Bytes>) -> Self {
        Self {
            bytes: bytes.into(),
            ..Self::default()
        }
    }

    /// The bytes as text, if they are UTF-8.
    #[must_use]
    pub fn text(&self) -> Option<&str> {
        std::str::from_utf8(&self.bytes).ok()
    }

    /// Whether a file that holds `self` need not be touched to hold `other`.
    #[must_use]
    pub fn same(&self, other: &Self) -> bool {
        self.executable == other.executable && self.bytes == other.bytes
    }

    /// SHA-256 of the bytes.
    #[must_use]
    pub fn sha256(&self) -> Sha {
        self.bytes.sha256()
    }

    /// Whether it is what has this digest; also where every line ends as on Windows, as git may check it out.
    #[must_use]
    pub fn is_of(&self, digest: Sha) -> bool {
        let plain = || self.with_line_feeds().map(|bytes| bytes.sha256());
        self.sha256() == digest || plain() == Some(digest)
    }

    /// The bytes with line feeds alone, if it is text of which every line ends with a carriage return too.
    #[must_use]
    pub fn with_line_feeds(&self) -> Option<Bytes> {
        let text = self.text().filter(|text| text.contains("\r\n"))?;
        let plain = text.replace("\r\n", "\n");
        let returns = text.len() - plain.len();
        (returns == plain.matches('\n').count()).then(|| plain.into())
    }
}

/// Contents may be secret: only their size is shown.
impl fmt::Debug for Content {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let executable = if self.executable { ", executable" } else { "" };
        let private = if self.private { ", private" } else { "" };
        write!(
            f,
            "Content({} bytes{executable}{private})",
            self.bytes.len()
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn contents_are_not_shown() {
        let shown = format!("{:?}", Content::new("hunter2"));
        assert!(
            !shown.contains("hunter2") && shown.contains("7 bytes"),
            "{shown}"
        );
    }
}
