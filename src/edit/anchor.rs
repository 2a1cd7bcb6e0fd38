//! `anchor`: lines before the comment `# patgen: NAME` that an earlier stamp or the user left.
//!
//! Works in any text file; the comment may be written with `#`, `//`, `--`, `;` or `<!-- -->`.

use super::text;
use super::verdict::Verdict;

/// The verdict on putting `source` before the anchor `name`.
pub(super) fn edit(name: &str, source: &str, plain: &str) -> Verdict {
    let source = text::dedent(source);
    let anchors = anchors(plain, name);
    let [anchor] = anchors.as_slice() else {
        let (line, why) = match anchors.get(1) {
            Some(second) => (
                text::line_number(plain, *second),
                "stands here more than once",
            ),
            None => (0, "is not in this file"),
        };
        return Verdict::manual(line, format!("the anchor `# patgen: {name}` {why}"), source);
    };
    if let Some(at) = present(plain, &source) {
        return Verdict::Present(at);
    }
    let lines = text::indented(&source, text::indentation(plain, *anchor));
    Verdict::insert(*anchor, format!("{lines}\n"))
}

/// Where the lines begin that are the anchor `name`.
fn anchors(plain: &str, name: &str) -> Vec<usize> {
    lines(plain)
        .filter(|(_, line)| anchor_name(line) == Some(name))
        .map(|(at, _)| at)
        .collect()
}

/// The name of the anchor that `line` is.
fn anchor_name(line: &str) -> Option<&str> {
    let line = line.trim();
    let inner = ["<!--", "{#", "/*", "//", "--", "#", ";"]
        .iter()
        .find_map(|mark| line.strip_prefix(mark))?;
    let inner = ["-->", "#}", "*/"]
        .iter()
        .find_map(|mark| inner.strip_suffix(mark))
        .unwrap_or(inner);
    inner.trim().strip_prefix("patgen:").map(str::trim)
}

/// Where the lines of `source` stand together, whatever their indentation.
fn present(plain: &str, source: &str) -> Option<usize> {
    let wanted: Vec<&str> = source.lines().map(str::trim).collect();
    let known: Vec<(usize, &str)> = lines(plain).map(|(at, line)| (at, line.trim())).collect();
    known
        .windows(wanted.len().max(1))
        .find(|window| window.iter().map(|(_, line)| line).eq(wanted.iter()))
        .map(|window| window[0].0)
}

/// The lines of a text with their places.
fn lines(plain: &str) -> impl Iterator<Item = (usize, &str)> {
    plain.split_inclusive('\n').scan(0, |at, line| {
        let start = *at;
        *at += line.len();
        Some((start, line.trim_end_matches('\n')))
    })
}
