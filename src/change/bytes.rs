//! Bytes that many hold and nobody copies, with the digest that tells them from others.

use std::borrow::Cow;
use std::fmt;
use std::ops::Deref;
use std::sync::{Arc, OnceLock};

use sha2::{Digest as _, Sha256};

/// Bytes that never change. A clone holds the same ones; their digest is computed once, when it is first asked for.
#[derive(Clone, Default)]
pub struct Bytes(Arc<Shared>);

#[derive(Default)]
struct Shared {
    bytes: Cow<'static, [u8]>,
    sha: OnceLock<Sha>,
}

impl Bytes {
    /// Bytes that are part of the program.
    #[must_use]
    pub fn fixed(bytes: &'static [u8]) -> Self {
        Self::new(Cow::Borrowed(bytes))
    }

    fn new(bytes: Cow<'static, [u8]>) -> Self {
        Self(Arc::new(Shared {
            bytes,
            sha: OnceLock::new(),
        }))
    }

    /// Their SHA-256.
    #[must_use]
    pub fn sha256(&self) -> Sha {
        *self.0.sha.get_or_init(|| Sha::of(&self.0.bytes))
    }
}

impl<T: Into<Vec<u8>>> From<T> for Bytes {
    fn from(bytes: T) -> Self {
        let mut bytes = bytes.into();
        // With room to grow into, they would be kept at twice what they need.
        bytes.shrink_to_fit();
        Self::new(Cow::Owned(bytes))
    }
}

impl Deref for Bytes {
    type Target = [u8];

    fn deref(&self) -> &[u8] {
        &self.0.bytes
    }
}

impl PartialEq for Bytes {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0) || **self == **other
    }
}

impl Eq for Bytes {}

/// They may be secret: only how many they are is shown.
impl fmt::Debug for Bytes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} bytes", self.len())
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
        if text.len() != 64 {
            return None;
        }
        for (byte, pair) in bytes.iter_mut().zip(text.as_bytes().chunks_exact(2)) {
            *byte = digit(pair[0])? << 4 | digit(pair[1])?;
        }
        Some(Self(bytes))
    }
}

/// The value of a hexadecimal digit.
fn digit(byte: u8) -> Option<u8> {
    match byte {
        b'0'..=b'9' => Some(byte - b'0'),
        b'a'..=b'f' => Some(byte - b'a' + 10),
        b'A'..=b'F' => Some(byte - b'A' + 10),
        _ => None,
    }
}

impl fmt::Display for Sha {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        const DIGITS: &[u8; 16] = b"0123456789abcdef";
        let mut text = [0; 64];
        for (pair, byte) in text.chunks_exact_mut(2).zip(self.0) {
            pair.copy_from_slice(&[
                DIGITS[usize::from(byte >> 4)],
                DIGITS[usize::from(byte & 15)],
            ]);
        }
        f.write_str(std::str::from_utf8(&text).unwrap_or_default())
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
        let sha = Bytes::from("abc").sha256();
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
}
