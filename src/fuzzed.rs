//! What must hold for any bytes at all, of each thing that reads what others wrote.
//!
//! Each function takes bytes and panics where a property does not hold. The fuzz targets below `fuzz/` feed them without
//! end, the tests here with a fixed budget. Compiled for nothing else.

#![expect(clippy::missing_panics_doc, reason = "to panic is what they are for")]

use std::path::{Component, Path};

use crate::change::{Change, Content};
use crate::diff::{self, Sign, hunks};
use crate::entity::parse_field;
use crate::error::Error;
use crate::pattern::Manifest;
use crate::record::Record;
use crate::rel_path::RelPath;

pub use crate::apply::journal_of_any_bytes as journal;

/// A path that is taken leads to one place below the root; one that is refused is shown without control characters.
pub fn path(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    match RelPath::new(&text) {
        Err(error) => is_plain(&error),
        Ok(path) => {
            let parts: Vec<_> = Path::new(path.as_str()).components().collect();
            let normal = |part: &Component<'_>| matches!(part, Component::Normal(_));
            assert!(parts.iter().all(normal) && parts.len() == path.parts().count());
            assert!(!path.as_str().chars().any(char::is_control));
            assert!(!path.is_record());
            assert_eq!(RelPath::stored(path.as_str()).ok(), Some(path));
        }
    }
}

/// A manifest is read or refused.
pub fn manifest(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    if let Err(error) = Manifest::parse(&text, "pattern.toml") {
        is_plain(&error);
    }
}

/// A record that is read is written as one that reads the same, and names no path outside the project.
pub fn record(bytes: &[u8]) {
    const AT: &str = ".patgen/stamps/x.toml";
    let text = String::from_utf8_lossy(bytes);
    let record = match Record::parse(&text, AT) {
        Err(error) => return is_plain(&error),
        Ok(record) => record,
    };
    for file in &record.files {
        path(file.path.as_bytes());
    }
    let Ok(written) = record.to_content() else {
        return;
    };
    let again = Record::parse(written.text().unwrap_or_default(), AT);
    // What is not a number is not even equal to itself.
    assert_eq!(format!("{:?}", again.ok()), format!("{:?}", Some(record)));
}

/// A field that is read is written as one that reads the same.
pub fn field(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    match parse_field(&text) {
        Err(error) => is_plain(&error),
        Ok(field) => {
            let written = field.to_string();
            assert_eq!(
                parse_field(&written).ok(),
                Some(field),
                "{text:?} {written:?}"
            );
        }
    }
}

/// The hunks of a difference make the one text of the other; bytes are split in two at the first zero.
pub fn difference(bytes: &[u8]) {
    let middle = bytes.iter().position(|byte| *byte == 0);
    let (before, after) = bytes.split_at(middle.unwrap_or(bytes.len() / 2));
    let (old, mut new): (Vec<_>, Vec<&[u8]>) = (lines(before).collect(), Vec::new());
    let mut at = 0;
    for hunk in hunks(before, after) {
        new.extend(&old[at..hunk.old.start]);
        assert_eq!(new.len(), hunk.new.start);
        let side = |sign| {
            hunk.lines
                .iter()
                .filter(move |line| line.sign != sign)
                .map(|line| line.text)
        };
        assert!(side(Sign::Added).eq(old[hunk.old.clone()].iter().copied()));
        new.extend(side(Sign::Removed));
        at = hunk.old.end;
    }
    new.extend(&old[at..]);
    assert_eq!(new.concat(), after);
    let change = |path: RelPath| {
        Change::new(
            path,
            Some(Content::new(before.to_vec())),
            Some(Content::new(after.to_vec())),
        )
    };
    if let Ok(change) = RelPath::new("a b/ü.txt").map(change) {
        assert_eq!(diff::patch(&change).is_empty(), before == after);
    }
}

fn lines(text: &[u8]) -> impl Iterator<Item = &[u8]> {
    text.split_inclusive(|byte| *byte == b'\n')
}

/// An error goes to a terminal.
fn is_plain(error: &Error) {
    let raw = |c: char| c.is_control() && c != '\n' || ('\u{202a}'..='\u{202e}').contains(&c);
    assert!(!error.message().chars().any(raw), "{:?}", error.message());
    for hint in error.hints() {
        assert!(!hint.chars().any(raw), "{hint:?}");
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    /// Bytes, and pieces of what is read joined in any order, some cut short.
    fn like(pieces: &'static [&'static str]) -> impl Strategy<Value = Vec<u8>> {
        let piece = prop_oneof![
            12 => prop::sample::select(pieces).prop_map(|piece| piece.as_bytes().to_vec()),
            2 => (prop::sample::select(pieces), 0..20_usize).prop_map(|(piece, end)| {
                piece.as_bytes()[..end.min(piece.len())].to_vec()
            }),
            1 => prop::collection::vec(any::<u8>(), 0..6),
        ];
        prop::collection::vec(piece, 0..12).prop_map(|pieces| pieces.concat())
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(1_500) })]

        #[test]
        fn path(bytes in like(&["a", "..", ".", "/", "\\", ".git", ".patgen/stamps/", "con", " ", "\u{202e}", "é", "\0"])) {
            super::path(&bytes);
        }

        #[test]
        fn journal(bytes in like(&[
            "patgen transaction 1\n", "patgen transaction 2\n", "create ", "remove ", "replace ", "grow ", "file ", "\n", "ready ", "- ", "x ",
            "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad", "a/b", "../x", ".patgen/stamps/x.toml", "a b",
        ])) {
            super::journal(&bytes);
        }

        #[test]
        fn manifest(bytes in like(&[
            "version = 1\n", "about = \"x\"\n", "when = \"y\"\n", "[questions.word]\n", "type = \"text\"\n", "type = \"fields\"\n", "default = \"'x'\"\n",
            "[[edit]]\n", "op = \"line\"\n", "file = \"{{ x }}\"\n", "requires = [\"http.app\"]\n", "[evidence]\n", "[next]\n", "\u{1b}", "\"",
        ])) {
            super::manifest(&bytes);
        }

        #[test]
        fn record(bytes in like(&[
            "version = 1\n", "stamp = \"x\"\n", "pattern = \"demo/thing\"\n", "[answers]\n", "a = nan\n", "b = [1, 2.5]\n", "c = 1979-05-27\n",
            "[[files]]\n", "path = \"a.txt\"\n", "path = \"../x\"\n", "[[edits]]\n", "base = \"00\"\n", "uses = [\"y\"]\n", "\u{1b}[31m", "'", "é",
        ])) {
            super::record(&bytes);
        }

        #[test]
        fn field(bytes in like(&[
            "name", "email", ":", "str", "str=20", "int", "enum=open,paid", "decimal=10,2", "ref=User", "bool", "date", "null", "unique", "index",
            "default=", "min=1", "max=9", "on-delete=cascade", "=", ",", "now", "true", "-1", "\u{202e}", "ü",
        ])) {
            super::field(&bytes);
        }

        #[test]
        fn difference(bytes in like(&["a\n", "b\n", "c\n", "a", "\r\n", "\n", "\0", "\u{feff}", "a\nb\nc\nd\ne\nf\ng\nh\n"])) {
            super::difference(&bytes);
        }
    }
}
