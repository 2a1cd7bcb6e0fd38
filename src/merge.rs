//! Merges of two or three texts, line by line.
//!
//! The base is the text as it was stamped, never the disk and never the head of a version control system.

use similar::{ConflictStyle, MergeResolution, TextMerge};

use crate::change::Bytes;

/// What came of a merge.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Merge {
    /// The changes of both sides, which did not meet.
    Clean(Bytes),
    /// The changes met; the text holds both sides between markers.
    Conflict(Bytes),
}

/// The names of the three sides in conflict markers.
#[derive(Clone, Copy, Debug)]
pub struct Labels<'a> {
    /// The text that both sides come from.
    pub base: &'a str,
    /// The person's side.
    pub yours: &'a str,
    /// The side that is stamped.
    pub new: &'a str,
}

/// Merges the changes from `base` to `yours` with those from `base` to `new`; an empty base where there is none.
///
/// Line ends and the byte order mark are those of `yours`; texts are compared with `\n` alone. Where its line ends are mixed,
/// each stays as it is.
#[must_use]
pub fn merge(base: &str, yours: &str, new: &str, labels: Labels) -> Merge {
    let (mark, yours) = match yours.strip_prefix(MARK) {
        Some(rest) if !base.starts_with(MARK) => (MARK, rest),
        _ => ("", yours),
    };
    let crlf = is_crlf(yours);
    let open = base.ends_with('\n') && !yours.is_empty() && !yours.ends_with('\n');
    let [base, new] = [base, new].map(|text| text.replace("\r\n", "\n"));
    let (mine, theirs) = if crlf {
        (yours.replace("\r\n", "\n"), new)
    } else {
        (yours.to_owned(), new)
    };
    let mine = if open { mine + "\n" } else { mine };
    let mut merged = TextMerge::from_lines(&base, &mine, &theirs);
    merged
        .conflict_style(ConflictStyle::Diff3)
        .labels(labels.base, labels.yours, labels.new);
    let joined = joined(&merged);
    let conflicted = merged.is_conflicted() && joined.is_none();
    let text = joined.unwrap_or_else(|| merged.to_string());
    let text = if crlf {
        text.replace('\n', "\r\n")
    } else {
        text
    };
    // Markers are lines: one at the end of a text without a final line feed gets its own.
    let text = match text.strip_suffix(if crlf { "\r\n" } else { "\n" }) {
        Some(text) if open && !conflicted => text.to_owned(),
        _ => text,
    };
    let text = format!("{mark}{text}");
    if conflicted {
        Merge::Conflict(text.into())
    } else {
        Merge::Clean(text.into())
    }
}

/// The changes of both sides, where all that meet are paragraphs put in at one place: lines that continue what stands above
/// come before those that begin with a blank one. So a field of a class gets in above the method that a person wrote.
fn joined(merged: &TextMerge<str>) -> Option<String> {
    let mut text = String::new();
    for region in merged.regions() {
        let ours: String = region
            .ours_range()
            .filter_map(|at| merged.ours_line(at))
            .collect();
        let theirs: String = region
            .theirs_range()
            .filter_map(|at| merged.theirs_line(at))
            .collect();
        if !region.is_conflict() {
            let is_ours = region.resolution() == MergeResolution::Ours;
            text += if is_ours { &ours } else { &theirs };
            continue;
        }
        let order = [begins_blank(&ours), begins_blank(&theirs)];
        let (first, second) = match order {
            _ if !region.base_range().is_empty() => return None,
            [true, false] => (theirs, ours),
            [false, true] => (ours, theirs),
            _ => return None,
        };
        text += &first;
        text += &second;
    }
    Some(text)
}

fn begins_blank(text: &str) -> bool {
    text.lines()
        .next()
        .is_some_and(|line| line.trim().is_empty())
}

/// The byte order mark.
const MARK: &str = "\u{feff}";

/// Whether every line ends with a carriage return.
fn is_crlf(text: &str) -> bool {
    let returns = text.matches("\r\n").count();
    returns > 0 && returns == text.matches('\n').count()
}

/// The changes of both sides; where they meet, those of `new` alone. Line ends are those of `yours`.
#[must_use]
pub fn preferring_new(base: &str, yours: &str, new: &str) -> String {
    let crlf = yours.contains("\r\n");
    let [base, mine, theirs] = [base, yours, new].map(|text| text.replace("\r\n", "\n"));
    let merged = TextMerge::from_lines(&base, &mine, &theirs);
    let mut text = String::new();
    for region in merged.regions() {
        if region.resolution() == MergeResolution::Ours {
            text.extend(region.ours_range().filter_map(|at| merged.ours_line(at)));
        } else {
            text.extend(
                region
                    .theirs_range()
                    .filter_map(|at| merged.theirs_line(at)),
            );
        }
    }
    if crlf {
        text.replace('\n', "\r\n")
    } else {
        text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const LABELS: Labels = Labels {
        base: "base",
        yours: "yours",
        new: "new",
    };

    fn clean(text: &str) -> Merge {
        Merge::Clean(text.into())
    }

    #[test]
    fn changes_apart_are_joined() {
        let base = "a\nb\nc\nd\ne\n";
        assert_eq!(
            merge(base, "A\nb\nc\nd\ne\n", "a\nb\nc\nd\nE\n", LABELS),
            clean("A\nb\nc\nd\nE\n")
        );
        assert_eq!(
            merge(base, "A\r\nb\r\nc\r\nd\r\ne\r\n", "a\nb\nc\nd\nE\n", LABELS),
            clean("A\r\nb\r\nc\r\nd\r\nE\r\n")
        );
        assert_eq!(merge(base, base, "x\n", LABELS), clean("x\n"));
        assert_eq!(merge(base, "x\n", base, LABELS), clean("x\n"));
    }

    #[test]
    fn what_continues_a_paragraph_comes_before_a_new_one() {
        let base = "class A:\n    a: int\n";
        let method = "class A:\n    a: int\n\n    def f(self): ...\n";
        let field = "class A:\n    a: int\n    b: int\n";
        let both = "class A:\n    a: int\n    b: int\n\n    def f(self): ...\n";
        for (yours, new) in [(method, field), (field, method)] {
            assert_eq!(merge(base, yours, new, LABELS), clean(both));
        }
        let crlf = |text: &str| text.replace('\n', "\r\n");
        assert_eq!(
            merge(base, &crlf(method), field, LABELS),
            clean(&crlf(both))
        );
        let open = merge(base, method.trim_end(), field, LABELS);
        assert_eq!(open, clean(both.trim_end()));
        for new in [
            "class A:\n    a: int\n\n    def g(self): ...\n",
            "class A:\n    a: str\n    b: int\n",
        ] {
            let merged = merge(base, method, new, LABELS);
            assert!(matches!(merged, Merge::Conflict(_)), "{new}");
        }
    }

    #[test]
    fn the_new_side_wins_only_where_changes_meet() {
        let base = "a\nb\nc\nd\ne\n";
        for (yours, new, expected) in [
            ("A\nb\nc\nd\ne\n", "a\nb\nc\nd\nE\n", "A\nb\nc\nd\nE\n"),
            ("A\nb\nc\nd\nx\n", "a\nb\nc\nd\nE\n", "A\nb\nc\nd\nE\n"),
            (
                "A\r\nb\r\nc\r\nd\r\nx\r\n",
                "a\nb\nc\nd\nE\n",
                "A\r\nb\r\nc\r\nd\r\nE\r\n",
            ),
        ] {
            assert_eq!(preferring_new(base, yours, new), expected);
        }
        assert_eq!(preferring_new("", "mine\n", "a\nb"), "a\nb");
    }

    #[test]
    fn changes_that_meet_are_kept_on_both_sides() {
        let Merge::Conflict(text) = merge("a\n", "mine\n", "theirs\n", LABELS) else {
            panic!("the changes meet");
        };
        let text = String::from_utf8_lossy(&text).into_owned();
        for part in [
            "<<<<<<< yours\nmine\n",
            "||||||| base\na\n",
            "=======\ntheirs\n>>>>>>> new\n",
        ] {
            assert!(text.contains(part), "{text}");
        }
    }
}
