//! The head of a file: what stands before its first import, and the first import behind it.

use tree_sitter::Node;

use crate::edit::python::{Module, is_string_statement, statements};
use crate::edit::text::{self, Splice};

/// The splice that puts the lines `source` behind the head, blank lines around them.
pub(in crate::edit) fn first(module: &Module<'_>, source: &str) -> Splice {
    let head = end(module);
    let lead = if head == 0 { "" } else { "\n" };
    let rest = &module.text[head..];
    if rest.trim().is_empty() {
        return at_end(module.text, head, source);
    }
    let blank = rest.len() - rest.trim_start_matches('\n').len();
    let wanted = blank_lines(module, head);
    if head > 0 && blank > 0 {
        let missing = (wanted + 1).saturating_sub(blank);
        return Splice::insert(head + 1, format!("{source}\n{}", "\n".repeat(missing)));
    }
    let missing = wanted.saturating_sub(blank);
    Splice::insert(head, format!("{lead}{source}\n{}", "\n".repeat(missing)))
}

/// The lines at the end of a file that is all head. A file of nothing but blank lines is an empty one.
fn at_end(plain: &str, head: usize, source: &str) -> Splice {
    if head == 0 {
        return Splice::replace(0..plain.len(), format!("{source}\n"));
    }
    let lead = if plain.len() > head { "" } else { "\n" };
    text::append(plain, &format!("{lead}{source}"))
}

/// Where the head ends: behind the docstring, else behind the comments that open the file.
pub(in crate::edit) fn end(module: &Module<'_>) -> usize {
    let docstring = statements(module.root())
        .first()
        .copied()
        .filter(|first| is_string_statement(*first));
    match docstring {
        Some(docstring) => next_line(module.text, docstring.end_byte()),
        None => comments_end(module.text),
    }
}

fn next_line(text: &str, offset: usize) -> usize {
    (text::line_end(text, offset) + 1).min(text.len())
}

/// Where the opening comments end; comments that belong to the code below them are not the head.
fn comments_end(text: &str) -> usize {
    let comments = run(text, |line| line.starts_with('#'));
    let next = text[comments..].lines().next().unwrap_or("");
    if next.trim().is_empty() {
        return comments;
    }
    run(text, |line| {
        line.starts_with("#!") || line.contains("coding")
    })
}

/// The length of the lines that `text` begins with and that are `wanted`.
fn run(text: &str, wanted: impl Fn(&str) -> bool) -> usize {
    text.split_inclusive('\n')
        .take_while(|line| line.starts_with('#') && wanted(line))
        .map(str::len)
        .sum()
}

/// How many blank lines stand between imports and the first statement from `offset` on.
fn blank_lines(module: &Module<'_>, offset: usize) -> usize {
    let defines = |node: &Node<'_>| {
        matches!(
            node.kind(),
            "class_definition" | "function_definition" | "decorated_definition"
        )
    };
    let next = statements(module.root())
        .into_iter()
        .find(|node| node.start_byte() >= offset);
    if next.as_ref().is_some_and(defines) {
        2
    } else {
        1
    }
}
