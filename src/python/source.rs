//! The bytes of a file as text that can be parsed.

use std::borrow::Cow;

/// Files with more bytes are not read: they are data or made by a program.
pub const LARGEST: usize = 2 << 20;

/// A text, and whether it is the file's to the letter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Source<'a> {
    /// The text without a byte order mark; line ends are as they are.
    pub text: Cow<'a, str>,
    /// Whether bytes that are not UTF-8 had to be replaced.
    pub lossy: bool,
}

/// Why a file was not read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unread {
    /// It has more than [`LARGEST`] bytes.
    TooLarge,
    /// It holds NUL bytes: it is no text.
    Binary,
}

/// The text of a file, lossy where it is not UTF-8.
///
/// # Errors
/// Says why where there is nothing to parse.
pub fn source(bytes: &[u8]) -> Result<Source<'_>, Unread> {
    if bytes.len() > LARGEST {
        return Err(Unread::TooLarge);
    }
    if bytes.contains(&0) {
        return Err(Unread::Binary);
    }
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let text = String::from_utf8_lossy(bytes);
    Ok(Source {
        lossy: matches!(text, Cow::Owned(_)),
        text,
    })
}
