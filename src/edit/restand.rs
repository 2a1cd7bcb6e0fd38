//! Alembic revisions that stood on others which go: they stand on what those stood on.
//!
//! Text to text, as all edits. Only what is plain is changed: a literal `down_revision`, the line `Revises:` of the
//! docstring, and a text that is nothing but the id, as tests of a migration have it.

use std::collections::BTreeMap;

use tree_sitter::Node;

use super::python::{self, Module, statements};
use super::text::{self, Splice, Text};

/// Revisions that go, each with those that it stood on.
pub type Gone = BTreeMap<String, Vec<String>>;

/// What a test of a first migration calls the state before it.
const BASE: &str = "base";

/// The id of the revision that `text` is, and those that it stands on; none where it is no plain revision.
#[must_use]
pub fn revision(text: &str) -> Option<(String, Vec<String>)> {
    let text = Text::of(text);
    let module = Module::parse("", text.plain());
    let [id] = assigned(&module, "revision")
        .and_then(|node| literal(&module, node))?
        .try_into()
        .ok()?;
    let down = assigned(&module, "down_revision").map(|node| literal(&module, node));
    Some((id, down.unwrap_or(Some(Vec::new()))?))
}

/// `text` on what is left when `gone` go, with the first line that is another; none where it names none of them.
#[must_use]
pub fn restand(text: &str, gone: &Gone) -> Option<(String, usize)> {
    if !gone.keys().any(|id| text.contains(id.as_str())) {
        return None;
    }
    let original = Text::of(text);
    let module = Module::parse("", original.plain());
    let splices = splices(&module, gone);
    let first = splices.iter().map(|splice| splice.range.start).min()?;
    let line = text::line_number(module.text, first);
    Some((original.spliced(&splices), line))
}

/// What `ids` are when `gone` go: each that goes becomes those that it stood on, through all that go.
fn left(ids: &[String], gone: &Gone) -> Vec<String> {
    let mut left: Vec<String> = Vec::new();
    let mut open: Vec<&String> = ids.iter().rev().collect();
    let mut steps = gone.len() + ids.len() + 1;
    while let Some(id) = open.pop() {
        match gone.get(id) {
            // A circle, which Alembic refuses too, has no end.
            Some(below) if steps > 0 => open.extend(below.iter().rev()),
            Some(_) => {}
            None if left.contains(id) => {}
            None => left.push(id.clone()),
        }
        steps = steps.saturating_sub(1);
    }
    left
}

fn splices(module: &Module<'_>, gone: &Gone) -> Vec<Splice> {
    let mut splices = Vec::new();
    let down = assigned(module, "down_revision");
    if let Some(node) = down
        && let Some(ids) = literal(module, node)
        && ids.iter().any(|id| gone.contains_key(id))
    {
        let quote = quote(module, node);
        splices.push(Splice::replace(
            node.byte_range(),
            written(&left(&ids, gone), quote),
        ));
    }
    for node in python::find(module.root(), "string_content") {
        let text = module.source(node);
        if down.is_some_and(|down| down.byte_range().contains(&node.start_byte())) {
            continue;
        }
        if let Some(below) = gone.get(text) {
            let left = left(below, gone);
            let id = left.first().map_or(BASE, String::as_str);
            splices.push(Splice::replace(node.byte_range(), id));
        } else if down.is_some() && is_docstring(module, node) {
            splices.extend(revises(module, node, gone));
        }
    }
    splices
}

/// The line `Revises: ID` of the docstring.
fn revises(module: &Module<'_>, node: Node<'_>, gone: &Gone) -> Option<Splice> {
    const LABEL: &str = "Revises:";
    let text = module.source(node);
    let mut at = node.start_byte();
    for line in text.split_inclusive('\n') {
        if let Some(ids) = line.strip_prefix(LABEL) {
            let named: Vec<String> = ids.split(',').map(|id| id.trim().to_owned()).collect();
            let ids = line.trim_end().len();
            return named.iter().any(|id| gone.contains_key(id)).then(|| {
                let left = left(&named, gone).join(", ");
                let with = format!("{LABEL} {left}");
                Splice::replace(at..at + ids, with)
            });
        }
        at += line.len();
    }
    None
}

fn is_docstring(module: &Module<'_>, node: Node<'_>) -> bool {
    let first = statements(module.root()).into_iter().next();
    first.is_some_and(|first| {
        python::is_string_statement(first) && first.byte_range().contains(&node.start_byte())
    })
}

/// The value that `name` is assigned at the top of the module.
fn assigned<'t>(module: &'t Module<'_>, name: &str) -> Option<Node<'t>> {
    let all = statements(module.root()).into_iter();
    let mut assignments = all
        .filter_map(|node| node.child(0))
        .filter(|node| node.kind() == "assignment" && module.field(*node, "left") == name);
    assignments.next()?.child_by_field_name("right")
}

/// The texts of a literal; none where it is something else.
fn literal(module: &Module<'_>, node: Node<'_>) -> Option<Vec<String>> {
    match node.kind() {
        "none" => Some(Vec::new()),
        "string" => {
            let parts = python::find(node, "string_content");
            let plain = parts.len() <= 1 && python::find(node, "interpolation").is_empty();
            let text = parts.first().map_or("", |part| module.source(*part));
            plain.then(|| vec![text.to_owned()])
        }
        "tuple" | "list" | "set" | "parenthesized_expression" => {
            let mut cursor = node.walk();
            let items: Vec<Node> = node.named_children(&mut cursor).collect();
            let items = items.into_iter().filter(|item| item.kind() != "comment");
            let texts: Option<Vec<_>> = items.map(|item| literal(module, item)).collect();
            texts.map(|texts| texts.concat())
        }
        _ => None,
    }
}

fn quote(module: &Module<'_>, node: Node<'_>) -> char {
    match module.source(node).find(['"', '\'']) {
        Some(at) if module.source(node)[at..].starts_with('\'') => '\'',
        _ => '"',
    }
}

fn written(ids: &[String], quote: char) -> String {
    let quoted: Vec<String> = ids.iter().map(|id| format!("{quote}{id}{quote}")).collect();
    match quoted.as_slice() {
        [] => "None".to_owned(),
        [one] => one.clone(),
        all => format!("({})", all.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `b<-a` is revision `b` on `a`.
    fn gone(text: &str) -> Gone {
        let one = |word: &str| {
            let (id, down) = word.split_once("<-").unwrap_or((word, ""));
            let down = down.split(',').filter(|id| !id.is_empty());
            (id.to_owned(), down.map(str::to_owned).collect())
        };
        text.split_whitespace().map(one).collect()
    }

    #[test]
    fn what_a_revision_is() {
        for (text, expected) in [
            ("revision = 'b'\ndown_revision = 'a'\n", Some(("b", "a"))),
            (
                "revision: str = \"a\"\ndown_revision: str | None = None\n",
                Some(("a", "")),
            ),
            (
                "revision = 'c'\ndown_revision = ('a',\n  'b')\n",
                Some(("c", "a b")),
            ),
            ("revision = 'c'\ndown_revision = LAST\n", None),
            ("revision = f'{x}'\n", None),
            ("x = 1\n", None),
        ] {
            let found = revision(text).map(|(id, down)| (id, down.join(" ")));
            let expected = expected.map(|(id, down)| (id.to_owned(), down.to_owned()));
            assert_eq!(found, expected, "{text}");
        }
    }

    #[test]
    fn it_stands_on_what_is_left() {
        for (going, before, after) in [
            (
                "b<-a",
                "\"\"\"x\r\n\r\nRevision ID: c\r\nRevises: b\r\n\"\"\"\r\nrevision = 'c'\r\ndown_revision = 'b'  # on\r\n",
                "\"\"\"x\r\n\r\nRevision ID: c\r\nRevises: a\r\n\"\"\"\r\nrevision = 'c'\r\ndown_revision = 'a'  # on\r\n",
            ),
            (
                "b",
                "revision = 'c'\ndown_revision = 'b'\n",
                "revision = 'c'\ndown_revision = None\n",
            ),
            (
                "b<-a a<-z",
                "revision = 'c'\ndown_revision: str = \"b\"\n",
                "revision = 'c'\ndown_revision: str = \"z\"\n",
            ),
            (
                "m<-a,b",
                "revision = 'c'\ndown_revision = \"m\"\n",
                "revision = 'c'\ndown_revision = (\"a\", \"b\")\n",
            ),
            (
                "b<-a",
                "revision = 'm'\ndown_revision = ('b', 'a')\n",
                "revision = 'm'\ndown_revision = 'a'\n",
            ),
            (
                "b<-a",
                "BEFORE = \"b\"\nAFTER = \"bc\"\n",
                "BEFORE = \"a\"\nAFTER = \"bc\"\n",
            ),
            ("b", "BEFORE = \"b\"\n", "BEFORE = \"base\"\n"),
            (
                "b<-c c<-b",
                "revision = 'd'\ndown_revision = 'b'\n",
                "revision = 'd'\ndown_revision = None\n",
            ),
        ] {
            let text = restand(before, &gone(going)).map(|(text, _)| text);
            assert_eq!(text.as_deref(), Some(after), "{before}");
        }
        for before in [
            "revision = 'c'\ndown_revision = 'ab'\n",
            "# b\nrevision = 'c'\ndown_revision = NAME\n",
        ] {
            assert_eq!(restand(before, &gone("b<-a")), None, "{before}");
        }
    }
}
