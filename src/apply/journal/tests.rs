//! Journals that are whole, and those that are not.

use super::form::HEADER;
use super::{Entry, Journal, Noted, Print};
use crate::change::Content;

fn journal() -> Journal {
    let print = |text: &str| Print::of(&Content::new(text));
    let executable = Print {
        executable: true,
        ..print("x")
    };
    let entry = |path: &str, deed| Entry {
        path: path.to_owned(),
        deed,
    };
    Journal {
        entries: vec![
            entry("a b.py", Noted::Create(print(""))),
            entry(
                ".patgen/stamps",
                Noted::Grow(vec![(".patgen/stamps/x.toml".to_owned(), print("1"))]),
            ),
            entry(
                "c",
                Noted::Grow(vec![
                    ("c/d".to_owned(), print("2")),
                    ("c/e/f".to_owned(), executable),
                ]),
            ),
            entry("g", Noted::Replace(print("3"), executable)),
            entry("ü", Noted::Remove(print("4"))),
        ],
    }
}

#[test]
fn what_is_written_is_read() {
    let text = journal().text();
    assert_eq!(
        Journal::parse(text.as_bytes()).expect("our version"),
        Some(journal())
    );
    let empty = Journal::default();
    assert_eq!(
        Journal::parse(empty.text().as_bytes()).expect("our version"),
        Some(empty)
    );
}

#[test]
fn cut_short_or_altered_it_is_not_whole() {
    let text = journal().text();
    for end in 0..text.len() {
        let cut = Journal::parse(&text.as_bytes()[..end]);
        assert_eq!(cut.expect("no other version"), None, "cut at {end}");
    }
    for at in HEADER.len() + 2..text.len() {
        let mut bytes = text.clone().into_bytes();
        bytes[at] ^= 1;
        assert_eq!(
            Journal::parse(&bytes).expect("no other version"),
            None,
            "altered at {at}"
        );
    }
}

#[test]
fn another_version_and_bad_paths_are_refused() {
    assert!(Journal::parse(b"patgen transaction 2\n").is_err());
    assert!(Journal::parse(b"patgen transaction 10\nx").is_err());
    for path in ["../x", "/etc/passwd", ".git/hooks/x", ".patgen/lock", ""] {
        let mut bad = journal();
        bad.entries[0].path = path.to_owned();
        assert_eq!(
            Journal::parse(bad.text().as_bytes()).expect("our version"),
            None,
            "{path}"
        );
    }
}
