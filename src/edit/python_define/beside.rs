//! Definitions in a module where a name that they import from the standard library, or from SQLAlchemy, stands for
//! something else already: they name the library instead, `uuid.UUID` beside `from sqlalchemy import UUID`.

use std::borrow::Cow;

use tree_sitter::Node;

use crate::edit::imports::bindings::{self, Binding};
use crate::edit::imports::statement::{self, From, Import};
use crate::edit::imports::stdlib;
use crate::edit::python::{self, Module};
use crate::edit::text::Text;

/// `source` as it can stand in the text of the file at `path`; what is not plain stays as it is, for a person.
pub(in crate::edit) fn beside<'a>(source: &'a str, path: &str, text: &str) -> Cow<'a, str> {
    if text.trim().is_empty() {
        return Cow::Borrowed(source);
    }
    let text = Text::of(text);
    let file = Module::parse(path, text.plain());
    let wanted = Module::parse("", source);
    let mut edits = Vec::new();
    let known = bindings::bindings(&file);
    for node in python::find(wanted.root(), "import_from_statement") {
        for import in statement::read(&wanted, node) {
            if let Import::From(from) = import
                && let Some((line, local)) = evaded(&from, &file, &known)
            {
                edits.push((node.byte_range(), line));
                let names = from.names.iter().map(|name| (name.local(), &*name.name));
                for (bound, name) in names {
                    let used = uses(&wanted, bound);
                    edits.extend(used.map(|at| (at.byte_range(), format!("{local}.{name}"))));
                }
            }
        }
    }
    edits.sort_by_key(|(range, _)| std::cmp::Reverse(range.start));
    let mut source = Cow::Borrowed(source);
    for (range, with) in edits {
        source.to_mut().replace_range(range, &with);
    }
    source
}

/// The import of the library in the place of `from`, and what it is called, where a name of it is taken in the file and
/// the library's is not.
fn evaded(from: &From, file: &Module<'_>, known: &[Binding]) -> Option<(String, String)> {
    let library = from.module.as_str();
    let usual = match library {
        "sqlalchemy" => "sa",
        _ if stdlib::contains(library) => library,
        _ => return None,
    };
    if from.level > 0 {
        return None;
    }
    let is_taken = |local: &str, path: &str| {
        let mut bound = known.iter().filter(|it| it.local == local);
        bound.any(|it| it.target.path != path) || bindings::definition(file, local).is_some()
    };
    let mut names = from.names.iter();
    names.find(|name| is_taken(name.local(), &format!("{library}.{}", name.name)))?;
    let bound = known.iter().find(|it| it.target.path == library);
    let local = match bound.map(|it| it.local.as_str()) {
        Some(local) => local,
        None if is_taken(usual, library) => return None,
        None => usual,
    };
    let line = if local == library {
        format!("import {library}")
    } else {
        format!("import {library} as {local}")
    };
    Some((line, local.to_owned()))
}

/// Where the code of a module uses `name` for what it stands for: not as that of an attribute, a parameter or an argument.
fn uses<'t>(module: &'t Module<'_>, name: &str) -> impl Iterator<Item = Node<'t>> {
    let found = python::find(module.root(), "identifier").into_iter();
    found.filter(move |node| {
        let is_field = |parent: Node<'_>, field: &str| {
            let child = parent.child_by_field_name(field);
            child.is_some_and(|child| child.id() == node.id())
        };
        let is_other = |parent: Node<'_>| match parent.kind() {
            "attribute" => is_field(parent, "attribute"),
            "assignment" => is_field(parent, "left"),
            "keyword_argument" | "default_parameter" | "typed_default_parameter" => {
                is_field(parent, "name")
            }
            "dotted_name" | "aliased_import" | "parameters" | "typed_parameter" => true,
            _ => false,
        };
        module.source(*node) == name && !node.parent().is_some_and(is_other)
    })
}
