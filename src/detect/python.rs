//! Python source as far as detection reads it: assignments of a module.

use tree_sitter::{Node, Parser, Tree};

use crate::error::{Error, Result};

/// A value that is assigned at the top of a module.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Assignment {
    /// The name.
    pub name: String,
    /// The line, from 1.
    pub line: usize,
    /// The texts in it: one for a string, several for a tuple or list, none for `None`.
    pub texts: Vec<String>,
}

/// The assignments at the top of a module, annotated ones included; broken code around them does no harm.
pub(super) fn assignments(source: &str) -> Result<Vec<Assignment>> {
    let tree = parse(source)?;
    let mut cursor = tree.root_node().walk();
    let statements = tree
        .root_node()
        .children(&mut cursor)
        .filter_map(|node| node.child(0));
    Ok(statements
        .filter_map(|node| assignment(node, source))
        .collect())
}

fn parse(source: &str) -> Result<Tree> {
    let mut parser = Parser::new();
    let set = parser.set_language(&tree_sitter_python::LANGUAGE.into());
    set.map_err(|error| {
        Error::pattern("the Python grammar does not fit the parser").because(error)
    })?;
    parser
        .parse(source, None)
        .ok_or_else(|| Error::pattern("the parser gave up"))
}

fn assignment(node: Node, source: &str) -> Option<Assignment> {
    if node.kind() != "assignment" {
        return None;
    }
    let name = node
        .child_by_field_name("left")?
        .utf8_text(source.as_bytes())
        .ok()?;
    let right = node.child_by_field_name("right")?;
    let mut texts = Vec::new();
    gather_texts(right, source, &mut texts);
    Some(Assignment {
        name: name.to_owned(),
        line: node.start_position().row + 1,
        texts,
    })
}

fn gather_texts(node: Node, source: &str, texts: &mut Vec<String>) {
    if node.kind() == "string_content" {
        texts.extend(node.utf8_text(source.as_bytes()).ok().map(str::to_owned));
    }
    let mut cursor = node.walk();
    for child in node.children(&mut cursor) {
        gather_texts(child, source, texts);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_annotated_and_several() {
        let source = "\"\"\"x\"\"\"\nrevision: str = 'ab'\ndown_revision = (\"c\", 'd')\nbranch_labels = None\n";
        let found: Vec<_> = assignments(source)
            .unwrap_or_default()
            .into_iter()
            .map(|a| (a.name, a.line, a.texts))
            .collect();
        let texts = |list: &[&str]| {
            list.iter()
                .map(|text| (*text).to_owned())
                .collect::<Vec<_>>()
        };
        assert_eq!(
            found,
            [
                ("revision".to_owned(), 2, texts(&["ab"])),
                ("down_revision".to_owned(), 3, texts(&["c", "d"])),
                ("branch_labels".to_owned(), 4, texts(&[])),
            ]
        );
    }
}
