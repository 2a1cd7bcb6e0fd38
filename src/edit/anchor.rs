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
        return Verdict::nowhere(line, format!("the anchor `# patgen: {name}` {why}"), source);
    };
    if let Some(at) = present(plain, &source) {
        return Verdict::Present(at);
    }
    let lines = text::indented(&source, text::indentation(plain, *anchor));
    Verdict::insert(*anchor, format!("{lines}\n"))
}

/// The lines of `source`, where they stand together in a text with the anchor `name`.
pub(super) fn found(name: &str, source: &str, plain: &str) -> Option<std::ops::Range<usize>> {
    let source = text::dedent(source);
    anchors(plain, name).first()?;
    let start = present(plain, &source)?;
    let last = lines(plain)
        .filter(|(at, _)| *at >= start)
        .nth(source.lines().count().max(1) - 1)?;
    Some(start..last.0 + last.1.len())
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

#[cfg(test)]
mod tests {
    use crate::edit::Operation;
    use crate::edit::check::{self, changes, is_manual, is_present};

    fn anchor(source: &str) -> Operation {
        check::operation("anchor", &[("name", "routers"), ("source", source)])
    }

    #[test]
    fn before_the_comment() {
        changes(
            &anchor("add(a)\nadd(b)\n"),
            "x.py",
            "def f():\n\tx()\n\t# patgen: routers\n\treturn 1\n",
            "def f():\n\tx()\n\tadd(a)\n\tadd(b)\n\t# patgen: routers\n\treturn 1\n",
        );
        for comment in [
            "// patgen: routers",
            "-- patgen:routers",
            "<!-- patgen: routers -->",
            "/* patgen: routers */",
        ] {
            let before = format!("a\n  {comment}\n");
            let after = format!("a\n  add\n  {comment}\n");
            changes(&anchor("add"), "x.txt", &before, &after);
        }
    }

    #[test]
    fn lines_that_stand_there_are_there() {
        is_present(
            &anchor("add(a)\nadd(b)"),
            "x.py",
            "    add(a)\n    add(b)\nz()\n# patgen: routers\n",
        );
        changes(
            &anchor("add(a)"),
            "x.py",
            "# add(a)\nmy_add(a)\nadd(aa)\n# patgen: routers\n",
            "# add(a)\nmy_add(a)\nadd(aa)\nadd(a)\n# patgen: routers\n",
        );
    }

    #[test]
    fn a_missing_anchor_is_left_to_a_person() {
        for text in [
            "",
            "x = 1\n",
            "# patgen: my routers\n",
            "# patgen: routers2\n",
            "# routers\n",
            "patgen: routers\n",
        ] {
            assert_eq!(
                is_manual(&anchor("add(a)"), "x.py", text, "is not in this file"),
                "add(a)"
            );
        }
        let twice = "# patgen: routers\n# patgen: routers\n";
        is_manual(&anchor("add(a)"), "x.py", twice, "more than once");
    }

    #[test]
    fn what_would_break_the_file_is_refused() {
        let text = "x = 1\n# patgen: routers\n";
        assert_eq!(
            is_manual(&anchor("add("), "x.py", text, "syntax error"),
            "add("
        );
        changes(
            &anchor("add("),
            "x.txt",
            text,
            "x = 1\nadd(\n# patgen: routers\n",
        );
    }
}
