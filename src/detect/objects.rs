//! Methods of objects and classes of the project: what `db.get_session` is, where `db = Database(…)`.

use super::code::Code;
use crate::python::{Class, Expression, Function, Resolved, Symbol};

/// A method with the class that has it.
pub(super) struct Method {
    /// The class.
    pub class: Symbol,
    /// The method.
    pub function: Function,
}

/// The object or class that the dotted `name` begins with, and what is wanted of it: `db` and `get_session`.
pub(super) fn object<'a>(code: &Code, path: &str, name: &'a str) -> Option<(Symbol, &'a str)> {
    let dots = name.match_indices('.').rev();
    let mut found = dots.filter_map(|(at, _)| {
        let resolved = code.resolve(path, &name[..at])?;
        Some((resolved, &name[at + 1..]))
    });
    let (resolved, rest) = found.next()?;
    Some((resolved.own()?, rest))
}

/// The method that `rest` is of an object or class of the project: `session`, `db.session`.
pub(super) fn method(code: &Code, of: &Symbol, rest: &str) -> Option<Method> {
    let mut symbol = class_of(code, of)?;
    let mut rest = rest;
    while let Some((attribute, below)) = rest.split_once('.') {
        symbol = attribute_class(code, &symbol, attribute)?;
        rest = below;
    }
    let class = code.class(&symbol)?;
    if let Some(function) = class.method(rest) {
        let function = function.clone();
        return Some(Method {
            class: symbol,
            function,
        });
    }
    let above = code.ancestors(&symbol.path, &class).into_iter();
    above.filter_map(Resolved::own).find_map(|class| {
        let function = code.class(&class)?.method(rest)?.clone();
        Some(Method { class, function })
    })
}

/// The class of an object at the top of a module; a class is its own.
pub(super) fn class_of(code: &Code, symbol: &Symbol) -> Option<Symbol> {
    if code.class(symbol).is_some() {
        return Some(symbol.clone());
    }
    let module = code.module(&symbol.path)?;
    class_made(code, &symbol.path, module.value(&symbol.name, "")?)
}

/// The class of what an object of a class has as `name`: by the body of the class or by its `__init__`.
fn attribute_class(code: &Code, symbol: &Symbol, name: &str) -> Option<Symbol> {
    let class = code.class(symbol)?;
    let value = attribute(code, symbol, &class, name)?;
    class_made(code, &symbol.path, &value)
}

/// The value that a class, or its `__init__`, gives to `name`.
pub(super) fn attribute(
    code: &Code,
    symbol: &Symbol,
    class: &Class,
    name: &str,
) -> Option<Expression> {
    let mut attributes = class.attributes.iter();
    let own = attributes.find(|attribute| attribute.name == name);
    if let Some(value) = own.and_then(|attribute| attribute.value.clone()) {
        return Some(value);
    }
    let module = code.module(&symbol.path)?;
    let within = format!("{}.", class.name);
    let mut set = module.assignments.iter().filter(|assigned| {
        let holder = assigned.name.strip_suffix(name);
        matches!(holder, Some("self." | "cls.")) && assigned.scope.starts_with(&within)
    });
    set.find_map(|assigned| {
        assigned
            .value
            .clone()
            .filter(|value| value.as_call().is_some())
    })
}

/// The class of the project that a value is made of.
fn class_made(code: &Code, path: &str, value: &Expression) -> Option<Symbol> {
    let symbol = code.resolve(path, value.as_call()?.callee()?)?.own()?;
    code.class(&symbol).map(|_| symbol)
}
