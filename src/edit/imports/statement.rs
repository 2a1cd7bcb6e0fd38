//! One import, as data: what is imported from where under which name.

use std::fmt;

use tree_sitter::Node;

use crate::edit::python::Module;

/// One module or one `from` with its names. `import a, b` makes two of them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::edit) enum Import {
    /// `import module` or `import module as alias`.
    Module(Name),
    /// `from module import names`.
    From(From),
}

/// `from module import names`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::edit) struct From {
    /// How many dots stand before the module.
    pub(in crate::edit) level: usize,
    /// The module without these dots; empty in `from . import x`.
    pub(in crate::edit) module: String,
    /// What is imported; a single `*` for all.
    pub(in crate::edit) names: Vec<Name>,
    /// Whether a last comma asks for one name a line.
    pub(in crate::edit) split: bool,
}

/// A name or module, and what it is called here.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::edit) struct Name {
    pub(in crate::edit) name: String,
    pub(in crate::edit) alias: Option<String>,
}

impl Name {
    /// The name that the file can use.
    pub(in crate::edit) fn local(&self) -> &str {
        self.alias.as_deref().unwrap_or(&self.name)
    }
}

impl From {
    /// The module with its dots.
    pub(in crate::edit) fn dotted(&self) -> String {
        format!("{}{}", ".".repeat(self.level), self.module)
    }

    /// Whether all is imported.
    pub(in crate::edit) fn is_star(&self) -> bool {
        self.names.iter().any(|name| name.name == "*")
    }
}

impl fmt::Display for Name {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.alias {
            Some(alias) => write!(f, "{} as {alias}", self.name),
            None => f.write_str(&self.name),
        }
    }
}

impl fmt::Display for Import {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Module(name) => write!(f, "import {name}"),
            Self::From(from) => {
                let names: Vec<String> = from.names.iter().map(Name::to_string).collect();
                write!(f, "from {} import {}", from.dotted(), names.join(", "))
            }
        }
    }
}

/// Whether `node` is an import statement.
pub(in crate::edit) fn is_import(node: Node<'_>) -> bool {
    matches!(
        node.kind(),
        "import_statement" | "import_from_statement" | "future_import_statement"
    )
}

/// The imports of the statement `node`.
pub(in crate::edit) fn read(module: &Module<'_>, node: Node<'_>) -> Vec<Import> {
    let names = read_names(module, node);
    if node.kind() == "import_statement" {
        return names.into_iter().map(Import::Module).collect();
    }
    let written = if node.kind() == "future_import_statement" {
        "__future__".to_owned()
    } else {
        compact(module.field(node, "module_name"))
    };
    let path = written.trim_start_matches('.');
    vec![Import::From(From {
        level: written.len() - path.len(),
        module: path.to_owned(),
        names,
        split: has_last_comma(node),
    })]
}

/// The nodes of the names that the statement `node` imports.
pub(in crate::edit) fn name_nodes(node: Node<'_>) -> Vec<Node<'_>> {
    node.children_by_field_name("name", &mut node.walk())
        .collect()
}

fn read_names(module: &Module<'_>, node: Node<'_>) -> Vec<Name> {
    let star = node
        .named_children(&mut node.walk())
        .any(|child| child.kind() == "wildcard_import");
    if star {
        return vec![Name {
            name: "*".to_owned(),
            alias: None,
        }];
    }
    name_nodes(node)
        .into_iter()
        .map(|name| read_name(module, name))
        .collect()
}

/// The name of the node `node`.
pub(in crate::edit) fn read_name(module: &Module<'_>, node: Node<'_>) -> Name {
    if node.kind() != "aliased_import" {
        return Name {
            name: compact(module.source(node)),
            alias: None,
        };
    }
    Name {
        name: compact(module.field(node, "name")),
        alias: Some(module.field(node, "alias").to_owned()),
    }
}

fn has_last_comma(node: Node<'_>) -> bool {
    let tokens: Vec<Node<'_>> = node
        .children(&mut node.walk())
        .filter(|child| child.kind() != "comment")
        .collect();
    matches!(tokens.as_slice(), [.., comma, close] if comma.kind() == "," && close.kind() == ")")
}

/// A dotted name without the blanks that may stand in it.
fn compact(dotted: &str) -> String {
    dotted.split_whitespace().collect()
}
