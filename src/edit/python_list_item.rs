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
    ensure_one(item)?;
    Ok(add_to(target, item, module, style))
}

fn add_to(target: &str, item: &str, module: &Module<'_>, style: &Style) -> Verdict {
    let snippet = format!("{item},");
    let assignments = assignments(module, target);
    let assignment = match module.only(&assignments, &format!("`{target}`"), "assigned") {
        Ok(assignment) => assignment,
        Err((line, why)) => return Verdict::nowhere(line, why, snippet),
    };
    match literal(assignment) {
        Some(list) => add(module, list, item, style),
        None => Verdict::nowhere(
            module.line(assignment),
            format!("`{target}` is not a plain list"),
            snippet,
        ),
    }
}

/// Ensures that `item` is the source of one element.
fn ensure_one(item: &str) -> Result<()> {
    let source = format!("[\n{item}\n]\n");
    let module = Module::parse("", &source);
    let lists = python::find(module.root(), "list");
    let one = lists
        .first()
        .is_some_and(|list| python::statements(*list).len() == 1);
    let alone = python::statements(module.root()).len() == 1;
    if one && alone && !module.root().has_error() {
        return Ok(());
    }
    Err(
        Error::pattern(format!("`{item}` is not one element of a list"))
            .hint("write it as it stands between the commas: `\"app.users\"`"),
    )
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
        items: items.iter().map(Node::byte_range).collect(),
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

#[cfg(test)]
mod tests {
    use crate::edit::Operation;
    use crate::edit::check::{self, changes, fails, is_manual, is_present};

    fn item(target: &str, item: &str) -> Operation {
        check::operation("python-list-item", &[("target", target), ("item", item)])
    }

    #[track_caller]
    fn adds(target: &str, before: &str, after: &str) {
        changes(&item(target, "\"app.users\""), "settings.py", before, after);
    }

    #[test]
    fn at_the_end_of_the_list() {
        adds(
            "APPS",
            "APPS = [\n    \"z\",\n    \"a\",  # last\n    # \"app.users\",\n]\n",
            "APPS = [\n    \"z\",\n    \"a\",  # last\n    \"app.users\",\n    # \"app.users\",\n]\n",
        );
        adds(
            "APPS",
            "APPS = ['a', 'b']\n",
            "APPS = ['a', 'b', \"app.users\"]\n",
        );
        adds(
            "APPS",
            "APPS = ['a', 'b',]\n",
            "APPS = ['a', 'b', \"app.users\",]\n",
        );
        adds(
            "APPS",
            "APPS: list[str] = []\n",
            "APPS: list[str] = [\"app.users\"]\n",
        );
        adds(
            "APPS",
            "APPS = (\n\t'a',\n)\n",
            "APPS = (\n\t'a',\n\t\"app.users\",\n)\n",
        );
        adds("APPS", "APPS = {'a'}\n", "APPS = {'a', \"app.users\"}\n");
        adds(
            "APPS",
            "APPS = [\n    'a', 'b',\n    'c', 'd',\n]\n",
            "APPS = [\n    'a', 'b',\n    'c', 'd', \"app.users\",\n]\n",
        );
    }

    #[test]
    fn the_list_of_a_class_or_an_object() {
        adds(
            "Settings.APPS",
            "APPS = []\n\n\nclass Settings:\n    APPS = [\"a\"]\n",
            "APPS = []\n\n\nclass Settings:\n    APPS = [\"a\", \"app.users\"]\n",
        );
        adds(
            "settings.APPS",
            "settings.APPS = []\n",
            "settings.APPS = [\"app.users\"]\n",
        );
    }

    #[test]
    fn is_there_by_meaning() {
        let users = item("APPS", "\"app.users\"");
        is_present(&users, "settings.py", "APPS = ['app.users']\n");
        let path = item("urls", "path(\"x\", include('a'),)");
        is_present(
            &path,
            "urls.py",
            "urls = [\n    path('x',\n        include(\"a\")),\n]\n",
        );
        let single = item("X", "(1,)");
        changes(&single, "x.py", "X = [(1)]\n", "X = [(1), (1,)]\n");
    }

    #[test]
    fn what_is_not_plain_is_left_to_a_person() {
        let users = item("APPS", "\"app.users\"");
        for (text, why) in [
            ("", "is not assigned"),
            ("MY_APPS = []\n", "is not assigned"),
            ("APPS = A + []\n", "not a plain list"),
            ("APPS = [a for a in b]\n", "not a plain list"),
            ("APPS = 'a', 'b'\n", "not a plain list"),
            ("APPS = []\nAPPS = []\n", "more than once"),
            ("APPS = [\n    (\n]\n", ""),
        ] {
            assert_eq!(
                is_manual(&users, "settings.py", text, why),
                "\"app.users\","
            );
        }
    }

    #[test]
    fn an_item_is_one_element() {
        fails(&item("APPS", "a, b"), "x.py", "", "is not one element");
        fails(
            &item("APPS", "a]; x = [b"),
            "x.py",
            "",
            "is not one element",
        );
    }
}
