//! A journal as a file: a header with its version, a line for each step, and a last line with the digest of all above, which
//! makes it whole. One that was not written to its end, or altered, is none.

use sha2::{Digest as _, Sha256};

use super::{Entry, Journal, Noted, Print};
use crate::change::Sha;
use crate::error::{Error, Result};
use crate::rel_path::RelPath;

pub(super) const HEADER: &str = "patgen transaction ";
const VERSION: &str = "1";

impl Journal {
    /// The file's text, whole.
    pub(crate) fn text(&self) -> String {
        let mut text = format!("{HEADER}{VERSION}\n");
        for entry in &self.entries {
            entry.write(&mut text);
        }
        let digest = Sha(Sha256::digest(&text).into());
        text + &format!("ready {digest}\n")
    }

    /// The journal that `bytes` hold; nothing if it was not written to its end.
    ///
    /// # Errors
    ///
    /// Where it was written by a version of patgen that this one does not know.
    pub(crate) fn parse(bytes: &[u8]) -> Result<Option<Self>> {
        let Ok(text) = std::str::from_utf8(bytes) else {
            return Ok(None);
        };
        let Some((header, _)) = text.split_once('\n') else {
            return Ok(None);
        };
        match header.strip_prefix(HEADER) {
            Some(VERSION) => Ok(whole(text).and_then(entries)),
            Some(_) => Err(
                Error::project("a run of a newer patgen was interrupted here")
                    .hint("run `patgen recover` with that version"),
            ),
            None => Ok(None),
        }
    }
}

impl Entry {
    fn write(&self, text: &mut String) {
        let path = &self.path;
        match &self.deed {
            Noted::Create(after) => line(text, &["create", &after.text(), path]),
            Noted::Remove(before) => line(text, &["remove", &before.text(), path]),
            Noted::Replace(before, after) => {
                line(text, &["replace", &before.text(), &after.text(), path]);
            }
            Noted::Grow(files) => {
                line(text, &["grow", path]);
                for (path, print) in files {
                    line(text, &["file", &print.text(), path]);
                }
            }
        }
    }
}

/// Words with blanks between them; a path, which may hold blanks itself, comes last.
fn line(text: &mut String, words: &[&str]) {
    text.push_str(&words.join(" "));
    text.push('\n');
}

impl Print {
    fn text(self) -> String {
        let bit = if self.executable { 'x' } else { '-' };
        format!("{}{bit}", self.sha)
    }

    fn parse(text: &str) -> Option<Self> {
        let (sha, bit) = text.split_at_checked(64)?;
        let executable = match bit {
            "x" => true,
            "-" => false,
            _ => return None,
        };
        Some(Self {
            sha: Sha::parse(sha)?,
            executable,
        })
    }
}

/// The lines between header and mark, if the mark is right.
fn whole(text: &str) -> Option<&str> {
    let above = text.strip_suffix('\n')?;
    let (_, last) = above.rsplit_once('\n')?;
    let body = &text[..above.len() - last.len()];
    let sha = Sha::parse(last.strip_prefix("ready ")?)?;
    let found = Sha(Sha256::digest(body).into());
    (sha == found).then(|| body.split_once('\n').map_or("", |(_, lines)| lines))
}

fn entries(lines: &str) -> Option<Journal> {
    let mut journal = Journal::default();
    for line in lines.lines() {
        let (word, rest) = line.split_once(' ')?;
        if word == "file" {
            let Noted::Grow(files) = &mut journal.entries.last_mut()?.deed else {
                return None;
            };
            files.push(print_and_path(rest)?);
        } else {
            journal.entries.push(entry(word, rest)?);
        }
    }
    Some(journal)
}

fn entry(word: &str, rest: &str) -> Option<Entry> {
    let (path, deed) = match word {
        "grow" => (path(rest)?, Noted::Grow(Vec::new())),
        "create" => print_and_path(rest).map(|(path, after)| (path, Noted::Create(after)))?,
        "remove" => print_and_path(rest).map(|(path, before)| (path, Noted::Remove(before)))?,
        "replace" => {
            let (before, rest) = rest.split_once(' ')?;
            let (path, after) = print_and_path(rest)?;
            (path, Noted::Replace(Print::parse(before)?, after))
        }
        _ => return None,
    };
    Some(Entry { path, deed })
}

fn print_and_path(text: &str) -> Option<(String, Print)> {
    let (print, rest) = text.split_once(' ')?;
    Some((path(rest)?, Print::parse(print)?))
}

/// A journal is input too: its paths keep to the policy like all others.
fn path(text: &str) -> Option<String> {
    let own = text == RelPath::ignore_file().as_str();
    (own || RelPath::stored(text).is_ok()).then(|| text.to_owned())
}

/// A journal is read or refused whatever the bytes; one that is read keeps to the path policy, and is written as one
/// that reads the same. The bytes are tried as they are, and as lines between a right header and a right mark.
#[cfg(any(test, fuzzing))]
#[expect(clippy::missing_panics_doc, reason = "to panic is what it is for")]
pub fn of_any_bytes(bytes: &[u8]) {
    let lines = format!("{HEADER}{VERSION}\n{}\n", String::from_utf8_lossy(bytes));
    let marked = format!("{lines}ready {}\n", Sha(Sha256::digest(&lines).into()));
    for bytes in [bytes, marked.as_bytes()] {
        let Ok(Some(journal)) = Journal::parse(bytes) else {
            continue;
        };
        for entry in &journal.entries {
            assert!(path(&entry.path).is_some(), "{:?}", entry.path);
            if let Noted::Grow(files) = &entry.deed {
                assert!(files.iter().all(|(file, _)| path(file).is_some()));
            }
        }
        let written = journal.text();
        let again = Journal::parse(written.as_bytes()).ok().flatten();
        assert_eq!(again, Some(journal));
    }
}
