//! Tables that no base makes: a decorator of a `registry()` does.

use super::code::Code;
use crate::python::{Class, Expression, Resolved};

/// What makes a registry, by its name elsewhere.
const MAKERS: [&str; 2] = [
    "sqlalchemy.orm.registry",
    "sqlalchemy.orm.decl_api.registry",
];

/// What stands for a base of dataclasses among the ancestors of a table.
const DATACLASS: &str = "sqlalchemy.orm.MappedAsDataclass";

/// How a registry makes a class a table.
#[derive(Clone, Debug)]
pub(super) struct Mapped {
    /// The registry.
    pub registry: Resolved,
    /// The decorator, with the registry by its own name.
    pub decorator: String,
    /// Whether the class becomes a dataclass, too.
    is_dataclass: bool,
}

impl Mapped {
    /// What the class has of it, as if it inherited.
    pub(super) fn ancestors(self) -> Vec<Resolved> {
        let dataclass = self.is_dataclass.then(|| DATACLASS.to_owned());
        let dataclass = dataclass.map(Resolved::External);
        [self.registry].into_iter().chain(dataclass).collect()
    }
}

/// How a registry makes the class a table, where one does: `@registry.mapped`, `@mapped_as_dataclass(registry)`.
pub(super) fn mapped(code: &Code, path: &str, class: &Class) -> Option<Mapped> {
    let mut decorators = class.decorators.iter();
    decorators.find_map(|decorator| {
        let is_dataclass = match decorator.head()? {
            "mapped" => false,
            "mapped_as_dataclass" => true,
            _ => return None,
        };
        let name = named(decorator)?;
        let own = name.rsplit('.').next().unwrap_or(name);
        Some(Mapped {
            registry: code.resolve(path, name)?,
            decorator: decorator.source.replacen(name, own, 1),
            is_dataclass,
        })
    })
}

/// The name of the registry in a decorator: before the last point, or the first argument.
fn named(decorator: &Expression) -> Option<&str> {
    let call = decorator.as_call();
    let whole = decorator.as_name().or_else(|| call?.callee())?;
    match whole.rsplit_once('.') {
        Some((registry, _)) => Some(registry),
        None => call?.positional(0)?.as_name(),
    }
}

/// Whether the value is a registry.
pub(super) fn is_made(code: &Code, path: &str, value: Option<&Expression>) -> bool {
    let callee = value
        .and_then(Expression::as_call)
        .and_then(|it| it.callee());
    let made = callee.filter(|callee| callee.ends_with("registry"));
    made.and_then(|callee| code.external(path, callee))
        .is_some_and(|name| MAKERS.contains(&name.as_str()))
}
