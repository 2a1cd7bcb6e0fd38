//! Names of SQLAlchemy imported one by one, in projects whose own modules have them so: `String` for `sa.String`.

use std::collections::BTreeSet;
use std::ops::Range;

use tree_sitter::{Node, Parser};

use super::python::CodeStyle;
use crate::edit::{self, Operation, Outcome};
use crate::error::Result;

/// How templates import it.
const MODULE: &str = "import sqlalchemy as sa";

/// `code` with the names that it uses of SQLAlchemy imported, but for those that stand for something else in it: they stay
/// `sa.Enum` beside the `Enum` of Python.
///
/// # Errors
/// An error where its imports cannot be read.
pub(super) fn by_name(code: String, style: &CodeStyle) -> Result<String> {
    if !style.sqlalchemy_names || !code.lines().any(|line| line == MODULE) {
        return Ok(code);
    }
    let names = Names::of(&code);
    let (kept, free): (Vec<_>, Vec<_>) = names
        .used
        .iter()
        .partition(|(name, _)| names.others.contains(name.as_str()));
    if free.is_empty() {
        return Ok(code);
    }
    let mut named = code.clone();
    for (name, range) in free.iter().rev() {
        named.replace_range(range.clone(), name);
    }
    let imported: BTreeSet<&str> = free.iter().map(|(name, _)| name.as_str()).collect();
    for name in imported {
        named = with_import(named, name, style)?;
    }
    Ok(if kept.is_empty() {
        without_module(&named)
    } else {
        named
    })
}

/// What code uses of SQLAlchemy, and where, in order; and what else has a name in it.
struct Names<'a> {
    used: Vec<(String, Range<usize>)>,
    others: BTreeSet<&'a str>,
}

impl<'a> Names<'a> {
    fn of(code: &'a str) -> Self {
        let mut names = Self {
            used: Vec::new(),
            others: BTreeSet::new(),
        };
        let mut parser = Parser::new();
        let language = parser.set_language(&tree_sitter_python::LANGUAGE.into());
        let tree = language.ok().and_then(|()| parser.parse(code, None));
        let mut open: Vec<Node> = tree.iter().map(tree_sitter::Tree::root_node).collect();
        while let Some(node) = open.pop() {
            names.look(node, code);
            let mut cursor = node.walk();
            open.extend(node.children(&mut cursor));
        }
        names.used.sort_by_key(|(_, range)| range.start);
        names
    }

    fn look(&mut self, node: Node, code: &'a str) {
        let text = |node: Node| &code[node.byte_range()];
        let field = |name| node.child_by_field_name(name);
        if node.kind() == "attribute" {
            if let (Some(of), Some(name)) = (field("object"), field("attribute"))
                && text(of) == "sa"
            {
                self.used.push((text(name).to_owned(), node.byte_range()));
            }
        } else if node.kind() == "identifier" && !is_inner(node) {
            self.others.insert(text(node));
        }
    }
}

/// Whether an identifier is no name of the module's: that of an attribute, of an argument, or of a method.
fn is_inner(node: Node) -> bool {
    let Some(parent) = node.parent() else {
        return false;
    };
    let is_its = |field: &str| parent.child_by_field_name(field) == Some(node);
    match parent.kind() {
        "attribute" => is_its("attribute"),
        "keyword_argument" => is_its("name"),
        "function_definition" => is_its("name") && is_method(parent),
        _ => false,
    }
}

/// Whether a function is defined in a class.
fn is_method(function: Node) -> bool {
    let mut above = std::iter::successors(function.parent(), Node::parent);
    let beyond = above.find(|node| !["block", "decorated_definition"].contains(&node.kind()));
    beyond.is_some_and(|node| node.kind() == "class_definition")
}

fn with_import(code: String, name: &str, style: &CodeStyle) -> Result<String> {
    let operation = Operation::PythonImport {
        line: format!("from sqlalchemy import {name}"),
        within: None,
    };
    let (_, outcome) = edit::edit(&operation, "names.py", &code, &style.edit_style())?;
    Ok(match outcome {
        Outcome::Changed { text, .. } => text,
        _ => code,
    })
}

/// The code without the import of the module, and without the blank line that was between it and others.
fn without_module(code: &str) -> String {
    let mut lines: Vec<&str> = code.lines().collect();
    if let Some(at) = lines.iter().position(|line| *line == MODULE) {
        lines.remove(at);
        let is_blank = |at: usize| lines.get(at).is_some_and(|line| line.is_empty());
        if at > 0 && is_blank(at - 1) && is_blank(at) {
            lines.remove(at);
        }
    }
    lines.join("\n") + "\n"
}

#[cfg(test)]
mod tests {
    use super::*;

    fn named(code: &str, is_wanted: bool) -> String {
        let style = CodeStyle {
            sqlalchemy_names: is_wanted,
            ..CodeStyle::default()
        };
        by_name(code.to_owned(), &style).expect("the imports can be read")
    }

    #[test]
    fn names_in_place_of_the_module() {
        for (code, expected) in [
            (
                "import sqlalchemy as sa\n\na = sa.String(3), sa.func.now(), sa.String(4)\n",
                "from sqlalchemy import String, func\n\na = String(3), func.now(), String(4)\n",
            ),
            // The `Enum` of Python is another one.
            (
                "from enum import Enum\n\nimport sqlalchemy as sa\n\na = sa.Enum(Enum), sa.Text()\n",
                "from enum import Enum\n\nimport sqlalchemy as sa\nfrom sqlalchemy import Text\n\na = sa.Enum(Enum), Text()\n",
            ),
            // So is a class or a variable of the file; attributes and arguments are no names.
            (
                "import sqlalchemy as sa\n\n\nclass Date:\n    a = sa.Date()\n",
                "import sqlalchemy as sa\n\n\nclass Date:\n    a = sa.Date()\n",
            ),
            (
                "import sqlalchemy as sa\n\na.delete(false=sa.false())\nb = sa.delete(c)\n",
                "from sqlalchemy import delete, false\n\na.delete(false=false())\nb = delete(c)\n",
            ),
            (
                "import sqlalchemy as sa\n\n\nclass Rows:\n    @final\n    def delete(self):\n        sa.delete(a)\n",
                "from sqlalchemy import delete\n\n\nclass Rows:\n    @final\n    def delete(self):\n        delete(a)\n",
            ),
            (
                "import sqlalchemy as sa\n\n\ndef delete():\n    sa.delete(a)\n",
                "import sqlalchemy as sa\n\n\ndef delete():\n    sa.delete(a)\n",
            ),
            // Texts and comments are no code.
            (
                "import sqlalchemy as sa\n\na = sa.Text()  # sa.Text\nb = \"sa.Text\"\n",
                "from sqlalchemy import Text\n\na = Text()  # sa.Text\nb = \"sa.Text\"\n",
            ),
            ("import datetime as dt\n", "import datetime as dt\n"),
        ] {
            assert_eq!(named(code, true), expected);
            assert_eq!(named(code, false), code);
        }
    }
}
