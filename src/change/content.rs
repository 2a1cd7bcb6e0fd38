//! What a file holds, and the digest that tells it from others.

use std::fmt;

use sha2::{Digest as _, Sha256};

/// What a file holds: bytes, not text, and the parts of its mode that are carried.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Content {
    /// The bytes, as they are.
    pub bytes: Vec<u8>,
    /// Whether its owner may run it.
    pub executable: bool,
    /// Whether it is for its owner alone. A wish for a new file (0600); an existing file keeps its mode.
    pub private: bool,
}

impl Content {
    /// An ordinary file of these bytes.
    pub fn new(bytes: impl Into<Vec<u8>>) -> Self {
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
        Sha::of(&self.bytes)
    }

    /// Whether it is what has this digest; also where every line ends as on Windows, as git may check it out.
    #[must_use]
    pub fn is_of(&self, digest: Sha) -> bool {
        let plain = || self.with_line_feeds().map(|bytes| Sha::of(&bytes));
        self.sha256() == digest || plain() == Some(digest)
    }

    /// The bytes with line feeds alone, if it is text of which every line ends with a carriage return too.
    #[must_use]
    pub fn with_line_feeds(&self) -> Option<Vec<u8>> {
        let text = self.text().filter(|text| text.contains("\r\n"))?;
        let plain = text.replace("\r\n", "\n");
        let returns = text.len() - plain.len();
        (returns == plain.matches('\n').count()).then(|| plain.into_bytes())
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

/// A SHA-256 digest; displayed as 64 hexadecimal digits.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Sha(pub [u8; 32]);

impl Sha {
    /// The digest of `bytes`.
    #[must_use]
    pub fn of(bytes: &[u8]) -> Self {
        Self(Sha256::digest(bytes).into())
    }

    /// The digest that `text` spells.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let mut bytes = [0; 32];
        if text.len() != 64 || !text.bytes().all(|b| b.is_ascii_hexdigit()) {
            return None;
        }
        for (at, byte) in bytes.iter_mut().enumerate() {
            *byte = u8::from_str_radix(text.get(2 * at..2 * at + 2)?, 16).ok()?;
        }
        Some(Self(bytes))
    }
}

impl fmt::Display for Sha {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        const DIGITS: &[u8; 16] = b"0123456789abcdef";
        let digit = |nibble: u8| char::from(DIGITS[usize::from(nibble)]);
        let text: String = self
            .0
            .iter()
            .flat_map(|b| [digit(b >> 4), digit(b & 15)])
            .collect();
        f.write_str(&text)
    }
}

impl fmt::Debug for Sha {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Sha({self})")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digests() {
        let sha = Content::new("abc").sha256();
        let text = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
        assert_eq!(sha.to_string(), text);
        assert_eq!(Sha::parse(text), Some(sha));
        for bad in [
            "",
            "ba",
            &text[1..],
            &text.replace('b', "g"),
            &text.replace("ba", "é"),
        ] {
            assert_eq!(Sha::parse(bad), None, "{bad}");
        }
    }

    #[test]
    fn contents_are_not_shown() {
        let shown = format!("{:?}", Content::new("hunter2"));
        assert!(
            !shown.contains("hunter2") && shown.contains("7 bytes"),
            "{shown}"
        );
    }
}
