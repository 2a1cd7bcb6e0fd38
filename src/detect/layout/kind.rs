//! Which layer a class or a file is of.

use std::collections::BTreeSet;

use super::layer::Layer;
use crate::detect::code::{ABSTRACT, Code, DATA, Sketch};
use crate::detect::entities::Entities;
use crate::detect::tables::Table;
use crate::python::{Class, Expression, Module, Resolved};

/// What classes of data access end with.
pub(super) const REPOSITORIES: [&str; 4] = ["Repository", "Repo", "DAO", "Dao"];

/// Words in the names of files with functions for data access.
const CRUD: [&str; 4] = ["crud", "repository", "repositories", "dao"];

/// Words in the names of files with business functions.
const SERVICE: [&str; 2] = ["service", "services"];

/// A layer between routes and tables.
#[derive(Clone, Copy)]
pub(super) enum Access {
    Data,
    Business,
}

impl Access {
    /// By the last word of a class's name.
    pub(super) fn of_class(name: &str) -> Option<Self> {
        if has_ending(name, &REPOSITORIES) || name.starts_with("CRUD") {
            return Some(Self::Data);
        }
        has_ending(name, &["Service"]).then_some(Self::Business)
    }

    /// By a word in the path of a file with functions.
    pub(super) fn of_file(path: &str) -> Option<Self> {
        if is_named(path, &CRUD) {
            return Some(Self::Data);
        }
        is_named(path, &SERVICE).then_some(Self::Business)
    }

    pub(super) fn of<'a>(self, data: &'a mut Layer, business: &'a mut Layer) -> &'a mut Layer {
        match self {
            Self::Data => data,
            Self::Business => business,
        }
    }
}

/// Whether the class does nothing itself whatever it is called: it holds data, `GitHubRepository(BaseModel)`, or says
/// what others do, `OrderRepository(ABC)`.
pub(super) fn is_idle(class: &Class) -> bool {
    let mut bases = class.bases.iter().filter_map(Expression::head);
    bases.any(|base| DATA.contains(&base) || ABSTRACT.contains(&base))
}

/// Whether the module makes routers: what it has are routes, whatever it is called.
pub(super) fn has_routers(module: &Module) -> bool {
    let mut calls = module.calls.iter();
    calls.any(|site| site.call.name().ends_with("Router"))
}

fn has_ending(name: &str, endings: &[&str]) -> bool {
    endings
        .iter()
        .any(|ending| name.ends_with(ending) && name.len() > ending.len())
}

/// A class of data that is no table: its name begins with an entity's.
pub(super) fn is_schema(code: &Code, path: &str, class: &Class, entities: &Entities) -> bool {
    let is_model = |ancestor: &Resolved| {
        ancestor.external().is_some_and(|name| {
            matches!(
                name,
                "pydantic.BaseModel"
                    | "pydantic.main.BaseModel"
                    | "sqlmodel.SQLModel"
                    | "sqlmodel.main.SQLModel"
            )
        })
    };
    class.keyword("table").is_none()
        && class.attribute("__tablename__").is_none()
        && entities.begins(&class.name)
        && code.ancestors(path, class).iter().any(is_model)
}

/// The first thing of its own that a module has beside classes.
pub(super) fn functions_line(module: &Module) -> Option<usize> {
    let mut functions = module
        .functions
        .iter()
        .filter(|function| function.scope.is_empty());
    let mut assignments = module
        .assignments
        .iter()
        .filter(|assigned| assigned.scope.is_empty());
    let function = functions.next().map(|function| function.line);
    function.or_else(|| assignments.next().map(|assigned| assigned.line))
}

/// Whether a module names several of the tables, or the module that they are in: one that is called like a layer and names
/// one of many is that one's.
pub(super) fn names_tables(code: &Code, path: &str, module: &Module, tables: &[Table]) -> bool {
    let mut named = BTreeSet::new();
    for import in &module.imports {
        let target = code.index.absolute(import, path).unwrap_or_default();
        let name = import.name.as_deref().unwrap_or_default();
        let whole = format!("{target}.{name}");
        let is_module = |table: &Table| {
            let module = table.symbol.module.as_str();
            module == whole || import.name.is_none() && module == target
        };
        if name == "*" || tables.iter().any(is_module) {
            return true;
        }
        named.extend(
            tables
                .iter()
                .filter(|it| it.symbol.name == name)
                .map(|it| &it.symbol.name),
        );
    }
    named.len() >= tables.len().min(2)
}

/// Whether a file that was not read imports from a module of tables.
pub(super) fn imports_tables(code: &Code, sketch: &Sketch, tables: &[Table]) -> bool {
    let mut tables = tables.iter();
    tables.any(|table| {
        let module = code.index.module(&table.symbol.path).unwrap_or_default();
        let around = module.rsplit_once('.').map_or("", |(package, _)| package);
        let mut imports = sketch.imports.iter();
        imports.any(|(it, _)| *it == module || it == around)
    })
}

/// Whether a word of `names` is in the directory's or the file's name.
fn is_named(path: &str, names: &[&str]) -> bool {
    let stem = path.strip_suffix(".py").unwrap_or(path);
    stem.split('/')
        .any(|part| part.split('_').any(|word| names.contains(&word)))
}
