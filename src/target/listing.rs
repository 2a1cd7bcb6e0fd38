//! What of a module is tested: its public functions, and the methods of its classes.

use super::address::missing;
use super::callable::{Callable, is_abstract};
use super::code::Found;
use crate::error::{Error, Result};
use crate::naming::shown;
use crate::python::{Class, Function, Module, Symbol};

/// What is tested of a module, or of a name in it.
pub(super) fn callables(
    path: &str,
    dotted: &str,
    module: &Module,
    name: Option<&str>,
    text: &str,
) -> Result<Vec<Callable>> {
    let place = |item: &Function| Found {
        path: path.to_owned(),
        module: dotted.to_owned(),
        item: item.clone(),
    };
    let owner = |class: &Class| Symbol {
        module: dotted.to_owned(),
        name: class.name.clone(),
        path: path.to_owned(),
    };
    let function = |item: &Function| Callable {
        function: place(item),
        owner: None,
    };
    let method = |class: &Class, item: &Function| Callable {
        function: place(item),
        owner: Some(owner(class)),
    };
    let methods = |class: &Class| -> Vec<Callable> {
        let own = class
            .methods
            .iter()
            .filter(|method| is_tested(method) || method.name == "__init__");
        own.map(|item| method(class, item)).collect()
    };
    let Some(name) = name else {
        let functions = module.functions.iter();
        let functions = functions.filter(|found| found.scope.is_empty() && is_tested(found));
        let classes = module.classes.iter().filter(|class| {
            class.scope.is_empty() && !class.name.starts_with('_') && !is_abstract(class)
        });
        let all: Vec<Callable> = functions
            .map(function)
            .chain(classes.flat_map(methods))
            .collect();
        return Ok(all);
    };
    let (first, rest) = match name.split_once('.') {
        Some((first, rest)) => (first, Some(rest)),
        None => (name, None),
    };
    match (module.class(first), module.function(first), rest) {
        (Some(class), _, Some(rest)) => {
            if let Some(item) = class.method(rest) {
                return Ok(vec![method(class, item)]);
            }
            let known = class.methods.iter();
            let known: Vec<String> = known
                .map(|item| format!("{dotted}:{first}.{}", item.name))
                .collect();
            let known = known.iter().map(String::as_str);
            let what = format!("`{first}` has no such method");
            Err(missing(text, &what, name, known))
        }
        (Some(class), _, None) if is_abstract(class) => Err(Error::usage(format!(
            "`--target {}`: `{first}` is abstract ({path}:{})",
            shown(text),
            class.line
        ))
        .hint("test a class that implements it")),
        (Some(class), _, None) => Ok(methods(class)),
        (None, Some(item), None) => Ok(vec![function(item)]),
        _ => {
            let own = module.classes.iter().map(|class| &class.name);
            let functions = module.functions.iter().map(|function| &function.name);
            let known: Vec<String> = own
                .chain(functions)
                .filter(|name| !name.starts_with('_'))
                .map(|name| format!("{dotted}:{name}"))
                .collect();
            let known = known.iter().map(String::as_str);
            let what = format!("`{path}` has no such class or function");
            Err(missing(text, &what, &format!("{dotted}:{name}"), known))
        }
    }
}

/// Whether a function is one that others call.
fn is_tested(function: &Function) -> bool {
    let skipped = [
        "fixture",
        "overload",
        "abstractmethod",
        "setter",
        "deleter",
        "field_validator",
        "model_validator",
        "validator",
        "root_validator",
        "field_serializer",
        "model_serializer",
    ];
    !function.name.starts_with('_')
        && !skipped
            .iter()
            .any(|name| function.decorator(name).is_some())
}

/// Says that there is nothing to test in what `text` names.
pub(super) fn nothing(path: &str, module: &Module, name: Option<&str>, text: &str) -> Error {
    let what = match name.and_then(|name| module.class(name)) {
        Some(class) => format!(
            "`{}` ({path}:{}) has no public method, and no fields that can be read",
            class.name, class.line
        ),
        None => format!("`{path}` has no public function, and no class with methods or fields"),
    };
    Error::usage(format!("`--target {}`: {what}", shown(text)))
        .hint("a public function, a class with methods or fields, or a route can be tested")
}
