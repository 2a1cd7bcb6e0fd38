//! What the names of a file stand for, as far as its imports say so.
//!
//! This is how "already there" is judged by meaning: `import a.b as c` and `from a import b as c` bind the
//! same. Imports for type checkers alone bind nothing that runs.

use tree_sitter::Node;

use super::section::root;
use super::statement::{self, From, Import, Name};
use crate::edit::python::{Module, statements};

/// A name of the file and what it stands for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::edit) struct Binding {
    /// The name in this file.
    pub(in crate::edit) local: String,
    /// What it stands for.
    pub(in crate::edit) target: Target,
    /// The module that `import a.b.c` loads although it binds only `a`.
    pub(in crate::edit) loads: Option<String>,
    /// Where it is bound.
    pub(in crate::edit) at: usize,
}

/// The dotted path of a module or of a name in one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::edit) struct Target {
    pub(in crate::edit) path: String,
    /// Made from the file's own place: it may have directories in front that Python does not know.
    relative: bool,
}

impl Target {
    /// Whether both are the same thing, where `first_party` are the project's top-level packages.
    pub(in crate::edit) fn is(&self, other: &Self, first_party: &[String]) -> bool {
        let (long, short) = match (self.relative, other.relative) {
            (true, false) => (self, other),
            (false, true) => (other, self),
            _ => return self.path == other.path,
        };
        let own = first_party
            .iter()
            .any(|package| package == root(&short.path));
        long.path == short.path || (own && long.path.ends_with(&format!(".{}", short.path)))
    }
}

/// All names that the imports of `module` bind at its top level, guarded imports included.
pub(in crate::edit) fn bindings(module: &Module<'_>) -> Vec<Binding> {
    let mut found = Vec::new();
    collect(module, module.root(), &mut found);
    found
}

/// All names that the imports in `body` bind.
pub(in crate::edit) fn within(module: &Module<'_>, body: Node<'_>) -> Vec<Binding> {
    let mut found = Vec::new();
    collect(module, body, &mut found);
    found
}

/// What `import` binds in the file at `path`.
pub(in crate::edit) fn of(import: &Import, path: &str, at: usize) -> Vec<Binding> {
    match import {
        Import::Module(name) => vec![of_module(name, at)],
        Import::From(from) => from
            .names
            .iter()
            .filter(|name| name.name != "*")
            .map(|name| Binding {
                local: name.local().to_owned(),
                target: target(from, name, path),
                loads: None,
                at,
            })
            .collect(),
    }
}

fn of_module(name: &Name, at: usize) -> Binding {
    let (local, path) = match &name.alias {
        Some(alias) => (alias.as_str(), name.name.as_str()),
        None => (root(&name.name), root(&name.name)),
    };
    Binding {
        local: local.to_owned(),
        target: Target {
            path: path.to_owned(),
            relative: false,
        },
        loads: name.alias.is_none().then(|| name.name.clone()),
        at,
    }
}

fn target(from: &From, name: &Name, path: &str) -> Target {
    let mut parts = if from.level == 0 {
        Vec::new()
    } else {
        package(path, from.level)
    };
    parts.extend(from.module.split('.').filter(|part| !part.is_empty()));
    parts.push(&name.name);
    Target {
        path: parts.join("."),
        relative: from.level > 0,
    }
}

/// The directories of the package that `level` dots mean in the file at `path`.
fn package(path: &str, level: usize) -> Vec<&str> {
    let mut parts: Vec<&str> = path.split('/').collect();
    parts.truncate(parts.len().saturating_sub(level));
    parts
}

fn collect(module: &Module<'_>, node: Node<'_>, found: &mut Vec<Binding>) {
    for child in node.named_children(&mut node.walk()) {
        match child.kind() {
            _ if statement::is_import(child) => {
                for import in statement::read(module, child) {
                    found.extend(of(&import, module.path, child.start_byte()));
                }
            }
            "if_statement" if is_for_types(module, child) => {}
            "if_statement" | "elif_clause" | "else_clause" | "try_statement" | "except_clause"
            | "finally_clause" | "with_statement" | "block" => collect(module, child, found),
            _ => {}
        }
    }
}

/// Whether `node` is `if TYPE_CHECKING:`.
pub(in crate::edit) fn is_for_types(module: &Module<'_>, node: Node<'_>) -> bool {
    let condition = module.field(node, "condition");
    condition == "TYPE_CHECKING" || condition.ends_with(".TYPE_CHECKING")
}

/// Where the top level of `module` defines `name` other than by an import.
pub(in crate::edit) fn definition(module: &Module<'_>, name: &str) -> Option<usize> {
    statements(module.root())
        .into_iter()
        .find(|node| defined(module, *node) == name)
        .map(|node| node.start_byte())
}

/// The name that the statement `node` defines; empty where it defines none.
pub(in crate::edit) fn defined<'a>(module: &Module<'a>, node: Node<'_>) -> &'a str {
    match node.kind() {
        "class_definition" | "function_definition" => module.field(node, "name"),
        "decorated_definition" => node
            .child_by_field_name("definition")
            .map_or("", |inner| module.field(inner, "name")),
        "expression_statement" => node
            .named_child(0)
            .filter(|inner| inner.kind() == "assignment")
            .map_or("", |inner| module.field(inner, "left")),
        "type_alias_statement" => module.field(node, "left"),
        _ => "",
    }
}
