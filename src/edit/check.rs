//! How tests of edits read: an operation, a text before, a text after.
//!
//! `changes` also holds each example against the laws: made twice is made once, and the same with other
//! line ends, with a byte order mark, and without a final line feed.

use std::collections::BTreeMap;

use super::{Operation, Outcome, Rung, Style, edit};

/// An operation from its name and its entries.
pub(super) fn operation(op: &str, entries: &[(&str, &str)]) -> Operation {
    let entries: BTreeMap<String, String> = entries
        .iter()
        .map(|(key, value)| ((*key).to_owned(), (*value).to_owned()))
        .collect();
    Operation::from_entries(op, &entries).expect("the operation of a test is right")
}

/// A style with the packages `app` and `tests`.
pub(super) fn style() -> Style {
    Style {
        first_party: vec!["app".to_owned(), "tests".to_owned()],
        ..Style::default()
    }
}

/// What `operation` makes of `before`, a file at `path`.
pub(super) fn run(operation: &Operation, path: &str, before: &str) -> (Rung, Outcome) {
    edit(operation, path, before, &style()).expect("the edit of a test answers")
}

/// Checks that the edit makes `after` of `before`, and that the laws hold.
#[track_caller]
pub(super) fn changes(operation: &Operation, path: &str, before: &str, after: &str) {
    makes(operation, path, before, after);
    let carried = |text: &str| text.replace('\n', "\r\n");
    if before.contains('\n') {
        makes(operation, path, &carried(before), &carried(after));
    }
    let marked = |text: &str| format!("\u{feff}{text}");
    makes(operation, path, &marked(before), &marked(after));
    if let (Some(before), Some(after)) = (before.strip_suffix('\n'), after.strip_suffix('\n')) {
        makes(operation, path, before, after);
    }
}

#[track_caller]
fn makes(operation: &Operation, path: &str, before: &str, after: &str) {
    match run(operation, path, before).1 {
        Outcome::Changed { text, line } => {
            assert_eq!(text, after, "\n{text}\n");
            assert!(line > 0 && line <= text.lines().count(), "line {line}");
        }
        other => panic!("not changed: {other:?}\n{before}"),
    }
    is_present(operation, path, after);
    goes_again(operation, path, after);
}

/// Checks that the edit can be taken back, or says why not: then the text no longer says so, and is as sound as before.
#[track_caller]
fn goes_again(operation: &Operation, path: &str, after: &str) {
    let back = super::take_back(operation, path, after, &style()).expect("taking back answers");
    let super::Back::Changed { text, line } = back else {
        return;
    };
    assert!(line > 0, "{text}");
    let again = run(operation, path, &text).1;
    let says = matches!(again, Outcome::Present { .. });
    let is_export = matches!(operation, Operation::PythonExport { .. });
    assert!(!says || is_export, "still there:\n{text}");
}

/// Checks that the text says so already.
#[track_caller]
pub(super) fn is_present(operation: &Operation, path: &str, text: &str) {
    match run(operation, path, text).1 {
        Outcome::Present { line } => assert!(line > 0 && line <= text.lines().count()),
        other => panic!("not present: {other:?}\n{text}"),
    }
}

/// Checks that the edit is left to a person, for a reason that has `why` in it; answers the snippet.
#[track_caller]
pub(super) fn is_manual(operation: &Operation, path: &str, text: &str, why: &str) -> String {
    match run(operation, path, text) {
        (
            Rung::Manual,
            Outcome::Manual {
                why: reason,
                snippet,
                line,
            },
        ) => {
            assert!(reason.contains(why), "{reason}");
            assert!(line <= text.lines().count(), "line {line}");
            snippet
        }
        other => panic!("not left to a person: {other:?}"),
    }
}

/// Checks that the edit cannot be: a message that has `what` in it.
#[track_caller]
pub(super) fn fails(operation: &Operation, path: &str, text: &str, what: &str) {
    match edit(operation, path, text, &style()) {
        Err(error) => assert!(error.message().contains(what), "{error:?}"),
        Ok(other) => panic!("no error: {other:?}"),
    }
}
