//! `python-statement`: a statement at the end of a function's own body, before its `return` or `yield`.
//!
//! The function is known by its name, a method as `Class.method`. Where the end is not plain (it returns
//! inside another block) the step is left to a person.

use tree_sitter::Node;

use super::python::{self, Module, is_definition, statements};
use super::text::{self, Splice};
use super::verdict::Verdict;
use crate::error::{Error, Result};

/// The verdict on adding `source` to `function`, before its last `before`.
pub(super) fn edit(
    function: &str,
    source: &str,
    before: Option<&str>,
    module: &Module<'_>,
) -> Result<Verdict> {
    let source = text::dedent(source);
    let addition = Addition {
        said: meanings(&source)?,
        source: &source,
        before: before.unwrap_or("return"),
    };
    Ok(add_to(function, &addition, module))
}

/// What is added: its source, what it says, and what it stands before.
struct Addition<'a> {
    source: &'a str,
    said: Vec<Vec<String>>,
    before: &'a str,
}

fn add_to(function: &str, addition: &Addition<'_>, module: &Module<'_>) -> Verdict {
    let source = addition.source;
    let found = functions(module, function);
    let what = format!("the function `{function}`");
    let node = match module.only(&found, &what, "defined") {
        Ok(node) => node,
        Err((line, why)) => return Verdict::nowhere(line, why, source),
    };
    let line = module.line(node);
    if node.has_error() {
        let why = format!("the function `{function}` has a syntax error");
        return Verdict::manual(line, why, source);
    }
    let body = node.child_by_field_name("body");
    match body.filter(|body| module.begins_line(*body)) {
        Some(body) => add(module, body, addition),
        None => Verdict::manual(line, "the body stands on the line of its function", source),
    }
}

fn add(module: &Module<'_>, body: Node<'_>, addition: &Addition<'_>) -> Verdict {
    let (source, before) = (addition.source, addition.before);
    if let Some(same) = present(module, body, &addition.said) {
        return Verdict::Present(same.start_byte());
    }
    let all = statements(body);
    let Some(last) = all.last().copied() else {
        return Verdict::manual(module.line(body), "the function has no statement", source);
    };
    let end = all.iter().rfind(|node| is_end(**node, before)).copied();
    let indent = text::indentation(module.text, all[0].start_byte());
    let lines = text::indented(source, indent);
    match end {
        Some(end) => before_end(module, &all, end, &lines),
        None if all.len() == 1 && last.kind() == "pass_statement" => {
            let start = text::line_start(module.text, last.start_byte());
            Verdict::Edit(vec![Splice::replace(start..last.end_byte(), lines)])
        }
        None if leaves(last, before) => {
            let why = format!("the function has no `{before}` in its own block");
            Verdict::nowhere(module.line(last), why, source)
        }
        None => {
            let gap = if is_definition(last) { "\n\n" } else { "\n" };
            Verdict::insert(module.line_end(last), format!("{gap}{lines}"))
        }
    }
}

/// The lines behind what stands before `end`, so that a blank line above `end` stays there.
fn before_end(module: &Module<'_>, all: &[Node<'_>], end: Node<'_>, lines: &str) -> Verdict {
    let start = text::comments_above(module.text, end.start_byte());
    let previous = all.iter().rfind(|node| node.end_byte() <= start);
    let kept = module.text[..start].trim_end().len();
    match previous {
        Some(previous) if is_definition(*previous) => Verdict::insert(kept, format!("\n\n{lines}")),
        Some(_) => Verdict::insert(kept, format!("\n{lines}")),
        None => Verdict::insert(start, format!("{lines}\n")),
    }
}

/// A run of statements in the function that says what is `wanted`.
fn present<'t>(module: &Module<'_>, body: Node<'t>, wanted: &[Vec<String>]) -> Option<Node<'t>> {
    let mut found = None;
    python::visit(body, &mut |node| {
        if node.kind() == "block" && found.is_none() {
            found = run(module, node, wanted);
        }
        found.is_none()
    });
    found
}

fn run<'t>(module: &Module<'_>, block: Node<'t>, wanted: &[Vec<String>]) -> Option<Node<'t>> {
    let all = statements(block);
    let said: Vec<Vec<String>> = all
        .iter()
        .map(|node| python::meaning(module, *node))
        .collect();
    let mut windows = said.windows(wanted.len().max(1));
    windows
        .position(|window| window == wanted)
        .map(|at| all[at])
}

/// The statements of `function` that say what `source` says; none where it does not.
pub(super) fn found<'t>(
    function: &str,
    source: &str,
    module: &'t Module<'_>,
) -> Result<Vec<Node<'t>>> {
    let wanted = meanings(&text::dedent(source))?;
    let bodies = functions(module, function).into_iter();
    let mut first = bodies
        .filter_map(|node| node.child_by_field_name("body"))
        .filter_map(|body| present(module, body, &wanted));
    let Some(first) = first.next() else {
        return Ok(Vec::new());
    };
    let all = first.parent().map(statements).unwrap_or_default();
    let from = all.into_iter().skip_while(|node| *node != first);
    Ok(from.take(wanted.len()).collect())
}

/// What the statements of `source` say.
fn meanings(source: &str) -> Result<Vec<Vec<String>>> {
    let text = format!("{source}\n");
    let module = Module::parse("", &text);
    let all = statements(module.root());
    if module.root().has_error() || all.is_empty() {
        return Err(Error::pattern(format!("`{source}` is not a statement"))
            .hint("write it as it stands in the function: `register(app)`"));
    }
    Ok(all
        .into_iter()
        .map(|node| python::meaning(&module, node))
        .collect())
}

pub(super) fn functions<'t>(module: &'t Module<'_>, path: &str) -> Vec<Node<'t>> {
    let (class, name) = path
        .rsplit_once('.')
        .map_or((None, path), |(class, name)| (Some(class), name));
    python::find(module.root(), "function_definition")
        .into_iter()
        .filter(|node| module.field(*node, "name") == name && class_of(module, *node) == class)
        .collect()
}

/// The class that the function `node` is a method of.
fn class_of<'a>(module: &Module<'a>, node: Node<'_>) -> Option<&'a str> {
    let mut parent = node.parent()?;
    while matches!(parent.kind(), "block" | "decorated_definition") {
        parent = parent.parent()?;
    }
    (parent.kind() == "class_definition").then(|| module.field(parent, "name"))
}

/// Whether the statement `node` is the `return` or `yield` that is looked for.
fn is_end(node: Node<'_>, keyword: &str) -> bool {
    match keyword {
        "yield" => node
            .named_child(0)
            .is_some_and(|child| child.kind() == "yield"),
        _ => node.kind() == "return_statement",
    }
}

/// Whether the function leaves inside its last statement `node`: what stands behind it may not run.
fn leaves(node: Node<'_>, keyword: &str) -> bool {
    let mut leaves = false;
    python::visit(node, &mut |node| {
        leaves |=
            is_end(node, keyword) || matches!(node.kind(), "return_statement" | "raise_statement");
        !is_definition(node) && !leaves
    });
    leaves
}

#[cfg(test)]
mod tests;
