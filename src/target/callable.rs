//! A function or method that can be called: with what, and what comes back.

use super::calm::{self, is_harmless, is_property};
use super::code::{Code, Found};
use super::sample::Sample;
use super::types::Annotated;
use crate::python::{Class, Function, Symbol};

/// Something to call.
#[derive(Clone, Debug)]
pub(super) struct Callable {
    /// The function.
    pub function: Found<Function>,
    /// The class that it is a method of.
    pub owner: Option<Symbol>,
}

/// An argument of a call.
#[derive(Clone, Debug)]
pub(super) struct Passed {
    /// The parameter.
    pub name: String,
    /// Passed by its place alone.
    pub by_place: bool,
    /// Its type.
    pub of: Annotated,
    /// The value.
    pub value: Sample,
    /// The fixture that it is.
    pub fixture: Option<String>,
    /// Whether making it is sure to come back.
    pub is_sure: bool,
}

/// Decorators that make a context manager of a generator.
const CONTEXTS: [&str; 2] = ["contextmanager", "asynccontextmanager"];

impl Passed {
    /// The argument as it stands in a call.
    pub fn written(&self) -> String {
        if self.by_place {
            self.value.code.clone()
        } else {
            format!("{}={}", self.name, self.value.code)
        }
    }
}

/// Whether a class cannot be built: it is abstract, or a protocol.
pub(super) fn is_abstract(class: &Class) -> bool {
    let by_base = class
        .bases
        .iter()
        .any(|base| base.head() == Some("Protocol"));
    by_base
        || class
            .methods
            .iter()
            .any(|method| method.decorator("abstractmethod").is_some())
}

/// The line that imports a function; under another name where pytest would take it for a test.
pub(super) fn imported(module: &str, name: &str) -> String {
    match called(name) {
        same if same == name => format!("from {module} import {name}"),
        other => format!("from {module} import {name} as {other}"),
    }
}

/// What a function is called in a file of tests.
pub(super) fn called(name: &str) -> String {
    if name.starts_with("test") {
        format!("call_{name}")
    } else {
        name.to_owned()
    }
}

/// A class's name in small letters.
pub(super) fn snake(name: &str) -> String {
    crate::naming::Names::new(name)
        .map_or_else(|_| name.to_lowercase(), |names| names.snake.clone())
}

impl Callable {
    /// `OrderService.total`, or `total`.
    pub fn path(&self) -> String {
        let name = &self.function.item.name;
        match &self.owner {
            Some(owner) if name == "__init__" => owner.name.clone(),
            Some(owner) => format!("{}.{name}", owner.name),
            None => name.clone(),
        }
    }

    /// What it is a part of: its class, else itself.
    pub fn subject(&self) -> &str {
        let own = &self.function.item.name;
        self.owner.as_ref().map_or(own, |owner| &owner.name)
    }

    /// The beginning of the names of its tests.
    pub fn test_name(&self) -> String {
        let name = &self.function.item.name;
        match &self.owner {
            Some(owner) if name == "__init__" => format!("test_{}", snake(&owner.name)),
            Some(owner) => format!("test_{}_{name}", snake(&owner.name)),
            None => format!("test_{name}"),
        }
    }

    /// What keeps its calls from being told: a decorator that does who knows what.
    pub fn unknown_decorator(&self) -> Option<&str> {
        let decorators = &self.function.item.decorators;
        let unknown = decorators.iter().find(|decorator| {
            let is_context = decorator
                .head()
                .is_some_and(|head| CONTEXTS.contains(&head));
            !is_harmless(decorator) && !is_context
        })?;
        Some(unknown.head().unwrap_or("?"))
    }

    /// Whether its name is given to something else as well: in another branch, by an assignment, or as a fallback.
    pub fn is_rebound(&self, code: &Code) -> bool {
        let Some(module) = code.module(&self.function.path) else {
            return true;
        };
        let own = &self.function.item;
        let is_same = |other: &&Function| {
            let extra = ["overload", "setter", "getter", "deleter"];
            other.name == own.name
                && other.scope == own.scope
                && !extra.iter().any(|name| other.decorator(name).is_some())
        };
        let assigned = module
            .assignments
            .iter()
            .any(|one| one.scope == own.scope && one.name == own.name);
        let imported =
            own.scope.is_empty() && module.imports.iter().any(|one| one.bound == own.name);
        module.all_functions().filter(is_same).count() > 1 || assigned || imported
    }

    /// Whether it is a context manager.
    pub fn is_context(&self) -> bool {
        CONTEXTS
            .iter()
            .any(|name| self.function.item.decorator(name).is_some())
    }

    /// Whether it is read and not called.
    pub fn is_property(&self) -> bool {
        is_property(&self.function.item)
    }

    /// Whether its body is sure to come back.
    pub fn judge<'a>(&self, code: &'a Code<'a>) -> calm::Judge<'a> {
        calm::Judge::new(code, &self.function, self.owner.as_ref())
    }
}
