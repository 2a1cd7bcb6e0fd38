//! A text as edits see it, and the way back to its own bytes.
//!
//! Edits work on a plain view: no byte order mark, `\n` line ends. Their splices are carried over to
//! the original text, so that every byte outside a splice stays as it was. Knows no syntax.

use std::ops::Range;

const BOM: char = '\u{feff}';

/// A text with its plain view.
pub(super) struct Text<'a> {
    original: &'a str,
    plain: String,
    /// Where in the plain view stand the line feeds that had a carriage return before them.
    returns: Vec<usize>,
}

/// One replacement: the bytes of `range` in the plain view become `with`.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Splice {
    pub(super) range: Range<usize>,
    pub(super) with: String,
}

impl Splice {
    /// Puts `with` in at `at`.
    pub(super) fn insert(at: usize, with: impl Into<String>) -> Self {
        Self::replace(at..at, with)
    }

    /// Puts `with` in the place of `range`.
    pub(super) fn replace(range: Range<usize>, with: impl Into<String>) -> Self {
        Self {
            range,
            with: with.into(),
        }
    }
}

impl<'a> Text<'a> {
    /// The view of `original`.
    pub(super) fn of(original: &'a str) -> Self {
        let marked = original.strip_prefix(BOM).unwrap_or(original);
        let mut plain = String::with_capacity(marked.len());
        let mut returns = Vec::new();
        for line in marked.split_inclusive('\n') {
            match line.strip_suffix("\r\n") {
                Some(body) => {
                    plain.push_str(body);
                    returns.push(plain.len());
                    plain.push('\n');
                }
                None => plain.push_str(line),
            }
        }
        Self {
            original,
            plain,
            returns,
        }
    }

    /// The text without byte order mark and with `\n` line ends.
    pub(super) fn plain(&self) -> &str {
        &self.plain
    }

    /// The original with `splices` made in it, their new lines ending as most of its lines do.
    pub(super) fn spliced(&self, splices: &[Splice]) -> String {
        let carriage = self.returns.len() * 2 > self.plain.matches('\n').count();
        let converted: Vec<Splice> = splices
            .iter()
            .map(|splice| Splice {
                range: self.offset(splice.range.start)..self.offset(splice.range.end),
                with: if carriage {
                    splice.with.replace('\n', "\r\n")
                } else {
                    splice.with.clone()
                },
            })
            .collect();
        splice(self.original, &converted)
    }

    /// The offset in the original of an offset in the plain view.
    fn offset(&self, plain: usize) -> usize {
        let mark = self.original.len() - self.plain.len() - self.returns.len();
        plain + mark + self.returns.partition_point(|&at| at < plain)
    }
}

/// `text` with `splices` made in it; those at the same place keep their order.
pub(super) fn splice(text: &str, splices: &[Splice]) -> String {
    let mut ordered: Vec<&Splice> = splices.iter().collect();
    ordered.sort_by_key(|splice| splice.range.start);
    let mut out = String::with_capacity(text.len());
    let mut done = 0;
    for splice in ordered {
        out.push_str(&text[done..splice.range.start]);
        out.push_str(&splice.with);
        done = splice.range.end;
    }
    out.push_str(&text[done..]);
    out
}

/// The number of the line that holds `offset`, from 1.
pub(super) fn line_number(text: &str, offset: usize) -> usize {
    text[..offset.min(text.len())].matches('\n').count() + 1
}

/// Where the line that holds `offset` begins.
pub(super) fn line_start(text: &str, offset: usize) -> usize {
    text[..offset].rfind('\n').map_or(0, |at| at + 1)
}

/// Where the line that holds `offset` ends, before its line feed.
pub(super) fn line_end(text: &str, offset: usize) -> usize {
    text[offset..]
        .find('\n')
        .map_or(text.len(), |at| offset + at)
}

/// The blanks that the line of `offset` begins with.
pub(super) fn indentation(text: &str, offset: usize) -> &str {
    let line = &text[line_start(text, offset)..line_end(text, offset)];
    &line[..line.len() - line.trim_start_matches([' ', '\t']).len()]
}

/// Where the comments begin that stand directly above the line of `offset`, else where that line begins.
pub(super) fn comments_above(text: &str, offset: usize) -> usize {
    let mut start = line_start(text, offset);
    while start > 0 {
        let above = line_start(text, start - 1);
        if !text[above..start].trim_start().starts_with('#') {
            break;
        }
        start = above;
    }
    start
}

/// `source` without the indentation that its lines share, blank lines at both ends dropped.
pub(super) fn dedent(source: &str) -> String {
    let lines: Vec<&str> = source.lines().map(str::trim_end).collect();
    let filled = |line: &&&str| !line.is_empty();
    let shared = lines
        .iter()
        .filter(filled)
        .map(|line| line.len() - line.trim_start().len())
        .min()
        .unwrap_or(0);
    let cut: Vec<&str> = lines
        .iter()
        .map(|line| line.get(shared..).unwrap_or(""))
        .collect();
    cut.join("\n").trim_matches('\n').to_owned()
}

/// `source` with `indent` before each line that is not blank.
pub(super) fn indented(source: &str, indent: &str) -> String {
    let lines: Vec<String> = source
        .lines()
        .map(|line| {
            if line.is_empty() {
                String::new()
            } else {
                format!("{indent}{line}")
            }
        })
        .collect();
    lines.join("\n")
}

/// The splice that puts whole `lines` (no final line feed) at the end of the text.
///
/// A text without a final line feed stays without one.
pub(super) fn append(text: &str, lines: &str) -> Splice {
    let with = if text.is_empty() || text.ends_with('\n') {
        format!("{lines}\n")
    } else {
        format!("\n{lines}")
    };
    Splice::insert(text.len(), with)
}

/// The line of the first conflict marker, in a text that has one whole conflict.
pub(super) fn conflict(text: &str) -> Option<usize> {
    let mut lines = text.lines().enumerate();
    let (first, _) = lines.find(|(_, line)| line.starts_with("<<<<<<< "))?;
    lines.find(|(_, line)| *line == "=======")?;
    lines.find(|(_, line)| line.starts_with(">>>>>>> "))?;
    Some(first + 1)
}

/// How many columns `line` takes; a tab takes four, as formatters count it where they indent by tabs.
pub(super) fn columns(line: &str) -> usize {
    line.chars()
        .map(|letter| if letter == '\t' { 4 } else { 1 })
        .sum()
}

/// How wide `line` is, without a comment for a tool at its end: formatters do not count those.
pub(super) fn width(line: &str) -> usize {
    const PRAGMAS: [&str; 6] = ["noqa", "type:", "pyright:", "pylint:", "flake8:", "ruff:"];
    let is_pragma = |at: &usize| {
        let text = &line[at + 2..];
        line[..*at].ends_with("  ") && PRAGMAS.iter().any(|pragma| text.starts_with(pragma))
    };
    let mut comments = line.match_indices("# ").map(|(at, _)| at);
    let end = comments.find(is_pragma).map_or(line.len(), |at| at - 2);
    columns(&line[..end])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn splices_leave_the_other_bytes() {
        for (original, at, with, after) in [
            ("a\r\nb\nc\r\n", 2, "x\n", "a\r\nx\r\nb\nc\r\n"),
            ("\u{feff}a\nb", 1, "\nx", "\u{feff}a\nx\nb"),
            ("a\rb\nc\n", 4, "x\n", "a\rb\nx\nc\n"),
            ("a\r\nb", 1, "\nx", "a\r\nx\r\nb"),
        ] {
            let text = Text::of(original);
            assert_eq!(text.spliced(&[Splice::insert(at, with)]), after);
        }
    }

    #[test]
    fn indentation_that_lines_share_goes() {
        assert_eq!(dedent("\n    a\n\n      b\n"), "a\n\n  b");
        assert_eq!(indented("a\n\n  b", "\t"), "\ta\n\n\t  b");
    }

    #[test]
    fn comments_for_tools_have_no_width() {
        assert_eq!(width("x = 1  # noqa: F401"), 5);
        assert_eq!(width("x = 1  # why"), 12);
        assert_eq!(width("x = 1  # why  # noqa"), 12);
        assert_eq!(width("x  #  # type: ignore"), 4);
    }
}
