//! Revision files: what each says of itself.

use tree_sitter::{Node, Parser};

use super::files;
use crate::tree::{EntryKind, Tree};

/// A revision as its file tells it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Revision {
    /// Its id.
    pub id: String,
    /// Its file.
    pub path: String,
    /// The line of `revision`.
    pub line: usize,
    /// The revisions that it stands on.
    pub down: Vec<String>,
}

/// The revisions of a tree, and the files that tell none.
#[derive(Debug, Default)]
pub(super) struct Versions {
    /// In the order of their paths.
    pub revisions: Vec<Revision>,
    /// Files that Alembic could not load, each with the reason.
    pub broken: Vec<String>,
}

/// Reads every revision file of `directories`.
pub(super) fn read(tree: &dyn Tree, directories: &[String], recursive: bool) -> Versions {
    let mut versions = Versions::default();
    let mut open: Vec<String> = directories.iter().rev().cloned().collect();
    while let Some(directory) = open.pop() {
        for (name, kind) in files::entries(tree, &directory) {
            let Some(path) = files::joined(&directory, &name) else {
                continue;
            };
            match kind {
                EntryKind::Directory if recursive && name != "__pycache__" => open.push(path),
                EntryKind::File if is_revision_file(&name) => add(tree, &path, &mut versions),
                _ => {}
            }
        }
    }
    versions.revisions.sort_by(|a, b| a.path.cmp(&b.path));
    versions
}

/// As Alembic has it: no `__init__.py`, no file of an editor. A file `env.py` is that of a flat tree.
fn is_revision_file(name: &str) -> bool {
    name.ends_with(".py")
        && name != "env.py"
        && !name.starts_with("__init__")
        && !name.starts_with(".#")
}

fn add(tree: &dyn Tree, path: &str, versions: &mut Versions) {
    let Some(text) = files::text(tree, path) else {
        versions.broken.push(format!("`{path}` cannot be read"));
        return;
    };
    match parse(&text) {
        Ok((id, line, down)) => versions.revisions.push(Revision {
            id,
            path: path.to_owned(),
            line,
            down,
        }),
        Err(why) => versions.broken.push(format!("`{path}` {why}")),
    }
    if has_error(&text) {
        versions.broken.push(format!("`{path}` has a syntax error"));
    }
}

fn tree_of(text: &str) -> Option<tree_sitter::Tree> {
    let mut parser = Parser::new();
    parser
        .set_language(&tree_sitter_python::LANGUAGE.into())
        .ok()?;
    parser.parse(text, None)
}

fn has_error(text: &str) -> bool {
    tree_of(text).is_some_and(|tree| tree.root_node().has_error())
}

/// The id with its line, and the ids below it.
fn parse(text: &str) -> Result<(String, usize, Vec<String>), String> {
    let tree = tree_of(text).ok_or("cannot be parsed")?;
    let (mut id, mut down) = (None, None);
    let mut cursor = tree.root_node().walk();
    let statements = tree.root_node().children(&mut cursor);
    for node in statements
        .filter_map(|node| node.child(0))
        .filter(|node| node.kind() == "assignment")
    {
        let field = |name| node.child_by_field_name(name);
        let (Some(left), Some(right)) = (field("left"), field("right")) else {
            continue;
        };
        match &text[left.byte_range()] {
            "revision" => id = Some((texts(right, text), node.start_position().row + 1)),
            "down_revision" => down = Some(texts(right, text)),
            _ => {}
        }
    }
    let (ids, line) = id.ok_or("has no `revision`")?;
    let [id] = ids
        .ok_or("has a `revision` that is no plain text")?
        .try_into()
        .map_err(|_| "has a `revision` that is no plain text")?;
    let down = match down {
        Some(down) => down.ok_or("has a `down_revision` that is no plain text")?,
        None => Vec::new(),
    };
    Ok((id, line, down))
}

/// The texts of a literal: one of a string, none of `None`, all of a tuple, list or set; nothing where it is no literal.
fn texts(node: Node, text: &str) -> Option<Vec<String>> {
    match node.kind() {
        "none" => Some(Vec::new()),
        "string" => string(node, text).map(|text| vec![text]),
        "tuple" | "list" | "set" | "parenthesized_expression" => {
            let mut cursor = node.walk();
            let items = node
                .named_children(&mut cursor)
                .filter(|item| item.kind() != "comment");
            let items: Option<Vec<Vec<String>>> = items.map(|item| texts(item, text)).collect();
            items.map(|items| items.concat())
        }
        _ => None,
    }
}

/// A string without prefix, escapes and interpolation.
pub(super) fn string(node: Node, text: &str) -> Option<String> {
    let mut cursor = node.walk();
    let mut inner = String::new();
    for child in node.named_children(&mut cursor) {
        match child.kind() {
            "string_start" | "string_end" => {}
            "string_content" if child.named_child_count() == 0 => {
                inner.push_str(&text[child.byte_range()]);
            }
            _ => return None,
        }
    }
    Some(inner)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_file_says() {
        for (text, expected) in [
            ("revision = 'a'\ndown_revision = None\n", "a <- "),
            (
                "revision: str = \"b\"\ndown_revision: Union[str, None] = \"a\"\n",
                "b <- a",
            ),
            ("revision = 'd'\ndown_revision = ('b', 'c')\n", "d <- b c"),
            (
                "revision = 'd'\ndown_revision = ['b', \"c\"]  # both\n",
                "d <- b c",
            ),
            (
                "revision = 'd'\ndown_revision = (\n    'b',\n    # note\n    'c',\n)\n",
                "d <- b c",
            ),
            ("revision = ('a')\ndown_revision = None\n", "a <- "),
            ("revision = 'first'\n", "first <- "),
            (
                "def broken(:\n    pass\n\nrevision = 'a'\ndown_revision = 'z'\n",
                "a <- z",
            ),
            ("x = 1\n", "has no `revision`"),
            (
                "revision = name()\n",
                "has a `revision` that is no plain text",
            ),
            (
                "revision = 'a'\ndown_revision = LAST\n",
                "has a `down_revision` that is no plain text",
            ),
            (
                "revision = f'{x}'\n",
                "has a `revision` that is no plain text",
            ),
        ] {
            let found = match parse(text) {
                Ok((id, _, down)) => format!("{id} <- {}", down.join(" ")),
                Err(why) => why,
            };
            assert_eq!(found, expected, "{text}");
        }
    }
}
