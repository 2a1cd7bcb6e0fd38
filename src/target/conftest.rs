//! What a `conftest.py` offers: its fixtures by what they give, and the dependencies that it replaces.

use super::base_url::base;
use super::code::Code;
use super::fixtures::Fixture;
use super::result::GENERATORS;
use crate::pytest;
use crate::python::{Expression, Form, Function, Module, Resolved, Symbol};

/// The types of clients, and of sessions: plain and asynchronous.
pub(super) const CLIENTS: [&str; 2] = ["TestClient", "AsyncClient"];
pub(super) const SESSIONS: [&str; 2] = ["Session", "AsyncSession"];

/// The modules whose fixtures a test in `directory` sees.
pub(super) fn modules(code: &Code, directory: &str) -> Vec<String> {
    pytest::modules(&code.index, directory, &|path| code.module(path))
}

/// The fixtures of a file.
pub(super) fn fixtures(code: &Code, path: &str) -> Vec<Fixture> {
    let Some(module) = code.module(path) else {
        return Vec::new();
    };
    module
        .functions
        .iter()
        .filter_map(|function| fixture(code, path, &module, function))
        .collect()
}

fn fixture(code: &Code, path: &str, module: &Module, function: &Function) -> Option<Fixture> {
    let pytest::Fixture { name, of, .. } = pytest::fixture(function)?;
    let (kind, annotation) =
        kind(code, path, module, function).unwrap_or_else(|| (String::new(), any()));
    Some(Fixture {
        name,
        kind,
        annotation,
        app: served(code, path, module, function),
        of,
        base: based(code, path, module, function),
    })
}

/// The application that a fixture makes a client of: `TestClient(app)`, `ASGITransport(app=app)`.
fn served(code: &Code, path: &str, module: &Module, function: &Function) -> Option<Symbol> {
    let scope = function.path();
    let makers = ["TestClient", "AsyncClient", "ASGITransport"];
    let mut calls = module.calls.iter().filter(|site| site.scope == scope);
    let name = calls.find_map(|site| {
        let is_maker = makers.contains(&site.call.name());
        site.call.argument("app", 0).filter(|_| is_maker)?.as_name()
    })?;
    let symbol = code.symbol(path, name)?;
    code.value(&symbol).map(|_| symbol)
}

/// What the client that a fixture makes puts before every address.
fn based(code: &Code, path: &str, module: &Module, function: &Function) -> String {
    let scope = function.path();
    let mut calls = module.calls.iter().filter(|site| site.scope == scope);
    let made = calls.find(|site| CLIENTS.contains(&site.call.name()));
    made.map_or_else(String::new, |site| base(code, (path, &scope), &site.call))
}

fn any() -> (String, Option<String>) {
    ("Any".to_owned(), Some("from typing import Any".to_owned()))
}

/// What the declaration of something that is waited for is a subscript of.
const AWAITED: [&str; 2] = ["Awaitable", "Coroutine"];

type Kind = (String, (String, Option<String>));

/// The type that a fixture gives: as it is annotated, else as the call that makes it.
fn kind(code: &Code, path: &str, module: &Module, function: &Function) -> Option<Kind> {
    if let Some(returns) = &function.returns {
        let is_wrapper = |name| GENERATORS.contains(&name) || AWAITED.contains(&name);
        let of = match returns.as_index() {
            Some((name, items)) if is_wrapper(last(name)) => items.first()?,
            _ => returns,
        };
        return Some(typed(code, path, of));
    }
    let given = function
        .yielded
        .first()
        .or_else(|| function.returned.first())?;
    let scope = function.path();
    let made = match given.as_name() {
        Some(name) => module.value(name, &scope)?,
        None => given,
    };
    let callee = made.as_call()?.callee()?.to_owned();
    let expression = Expression {
        source: callee.clone(),
        line: 0,
        form: Form::Name(callee),
    };
    let (kind, annotation) = typed(code, path, &expression);
    let known = CLIENTS.contains(&kind.as_str()) || SESSIONS.contains(&kind.as_str());
    known.then_some((kind, annotation))
}

fn last(name: &str) -> &str {
    name.rsplit('.').next().unwrap_or(name)
}

/// A type as code with its import; one that is put together of others only if those are built in.
fn typed(code: &Code, path: &str, of: &Expression) -> Kind {
    if let Form::Name(name) = &of.form {
        let line = match code.resolve(path, name) {
            Some(Resolved::Own(symbol)) => Some(super::sample::import(&symbol)),
            Some(Resolved::External(dotted)) => dotted
                .rsplit_once('.')
                .map(|(module, name)| format!("from {module} import {name}")),
            _ => None,
        };
        return (last(name).to_owned(), (last(name).to_owned(), line));
    }
    let words = of.source.split(|c: char| !c.is_alphanumeric() && c != '_');
    let plain = words
        .filter(|word| !word.is_empty())
        .all(|word| ["dict", "str", "list", "int", "tuple", "None", "bool"].contains(&word));
    let head = of.head().unwrap_or_default().to_owned();
    if plain {
        return (head, (of.source.clone(), None));
    }
    (head, any())
}

/// The dependencies that a conftest replaces: `app.dependency_overrides[get_user] = …`.
pub(super) fn replaced(code: &Code, path: &str) -> Vec<String> {
    let text = code.text(path).unwrap_or_default();
    let parts = text.split("dependency_overrides[").skip(1);
    parts
        .filter_map(|part| part.split_once(']'))
        .map(|(name, _)| last(name.trim()).to_owned())
        .collect()
}
