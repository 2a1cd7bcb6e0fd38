//! `python-list-item`: one more element at the end of a list that the file assigns.
//!
//! The list may be a name, a class attribute (`Settings.APPS`) or an attribute (`settings.APPS`).
//! What is computed (`A + [b]`, `list(…)`) is left to a person.

use tree_sitter::Node;

use super::Style;
use super::python::{self, Module};
use super::sequence::{self, Sequence};
use super::verdict::Verdict;

/// The verdict on adding `item` to the list `target`.
pub(super) fn edit(target: &str, item: &str, module: &Module<'_>, style: &Style) -> Verdict {
    let item = item.trim();
    let snippet = format!("{item},");
    let assignments = assignments(module, target);
    let [assignment] = assignments.as_slice() else {
        let (line, why) = match assignments.get(1) {
            Some(second) => (module.line(*second), "is assigned more than once"),
            None => (0, "is not assigned in this file"),
        };
        return Verdict::manual(line, format!("`{target}` {why}"), snippet);
    };
    match literal(*assignment) {
        Some(list) => add(module, list, item, style),
        None => Verdict::manual(
            module.line(*assignment),
            format!("`{target}` is not a plain list"),
            snippet,
        ),
    }
}

fn add(module: &Module<'_>, list: Node<'_>, item: &str, style: &Style) -> Verdict {
    let items: Vec<Node<'_>> = python::statements(list);
    let wanted = python::meaning(item);
    let same = items
        .iter()
        .find(|known| python::meaning(module.source(**known)) == wanted);
    if let Some(same) = same {
        return Verdict::Present(same.start_byte());
    }
    let sequence = Sequence {
        inner: list.start_byte() + 1..list.end_byte() - 1,
        items: items.iter().map(|item| item.byte_range()).collect(),
    };
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
