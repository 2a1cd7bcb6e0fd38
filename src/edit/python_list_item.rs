//! `python-list-item`: one more element at the end of a list that the file assigns.
//!
//! The list may be a name, a class attribute (`Settings.APPS`) or an attribute (`settings.APPS`).
//! What is computed (`A + [b]`, `list(…)`) is left to a person.

use tree_sitter::Node;

use super::Style;
use super::python::{self, Module};
use super::sequence::{self, Sequence};
use super::verdict::Verdict;
use crate::error::{Error, Result};

/// The verdict on adding `item` to the list `target`.
pub(super) fn edit(
    target: &str,
    item: &str,
    module: &Module<'_>,
    style: &Style,
) -> Result<Verdict> {
    let item = item.trim();
    let snippet = format!("{item},");
    let wanted = meaning(item)?;
    let assignments = assignments(module, target);
    let assignment = match module.only(&assignments, &format!("`{target}`"), "assigned") {
        Ok(assignment) => assignment,
        Err((line, why)) => return Ok(Verdict::nowhere(line, why, snippet)),
    };
    if let Some(list) = literal(assignment) {
        return Ok(add(module, list, (item, &wanted), style));
    }
    let why = format!("`{target}` is not a plain list");
    Ok(Verdict::nowhere(module.line(assignment), why, snippet))
}

/// The list `target` and the number of `item` in it, if both are there.
pub(super) fn found(
    target: &str,
    item: &str,
    module: &Module<'_>,
) -> Result<Option<(Sequence, usize)>> {
    let wanted = meaning(item.trim())?;
    for list in assignments(module, target).into_iter().filter_map(literal) {
        let items = python::statements(list);
        let same = |known: &Node<'_>| python::meaning(module, *known) == wanted;
        if let Some(at) = items.iter().position(same) {
            return Ok(Some((sequence_of(list, &items), at)));
        }
    }
    Ok(None)
}

fn sequence_of(list: Node<'_>, items: &[Node<'_>]) -> Sequence {
    Sequence {
        inner: list.start_byte() + 1..list.end_byte() - 1,
        items: items.iter().map(Node::byte_range).collect(),
    }
}

/// What `item` says; it is the source of one element.
fn meaning(item: &str) -> Result<Vec<String>> {
    let source = format!("[\n{item}\n]\n");
    let module = Module::parse("", &source);
    let lists = python::find(module.root(), "list");
    let items = lists.first().map(|list| python::statements(*list));
    let alone = python::statements(module.root()).len() == 1;
    match items.as_deref() {
        Some([one]) if alone && !module.root().has_error() => Ok(python::meaning(&module, *one)),
        _ => Err(
            Error::pattern(format!("`{item}` is not one element of a list"))
                .hint("write it as it stands between the commas: `\"app.users\"`"),
        ),
    }
}

fn add(
    module: &Module<'_>,
    list: Node<'_>,
    (item, wanted): (&str, &[String]),
    style: &Style,
) -> Verdict {
    let items: Vec<Node<'_>> = python::statements(list);
    let same = items
        .iter()
        .find(|known| python::meaning(module, **known) == wanted);
    if let Some(same) = same {
        return Verdict::Present(same.start_byte());
    }
    let sequence = sequence_of(list, &items);
    let at = (items.len(), item);
    Verdict::Edit(sequence::insert(
        module.text,
        &sequence,
        at,
        style.line_length,
    ))
}

/// The assignments of `target`, outside functions.
fn assignments<'t>(module: &'t Module<'_>, target: &str) -> Vec<Node<'t>> {
    let mut found = Vec::new();
    python::visit(module.root(), &mut |node| {
        if node.kind() == "assignment" && is_target(module, node, target) {
            found.push(node);
        }
        node.kind() != "function_definition"
    });
    found
}

/// Whether `assignment` assigns `target`, in its class or by its full name.
fn is_target(module: &Module<'_>, assignment: Node<'_>, target: &str) -> bool {
    let left = module.field(assignment, "left");
    let mut path = left.to_owned();
    let mut node = assignment;
    while let Some(parent) = node.parent() {
        if parent.kind() == "class_definition" {
            path = format!("{}.{path}", module.field(parent, "name"));
        }
        node = parent;
    }
    path == target
}

fn literal(assignment: Node<'_>) -> Option<Node<'_>> {
    let value = assignment.child_by_field_name("right")?;
    let plain = matches!(value.kind(), "list" | "tuple" | "set");
    (plain && !value.has_error()).then_some(value)
}

#[cfg(test)]
mod tests;
