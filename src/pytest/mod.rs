//! What pytest makes of the functions of tests: fixtures, where tests see them, and which of them make the tables.
//!
//! Reads modules through whoever holds them; knows nothing of what fixtures give.

mod tables;
#[cfg(test)]
mod tests;

use crate::python::{Expression, Function, Index, Module, Read};

pub use tables::{Makers, Making};

/// A function as a fixture.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fixture {
    /// The name that tests ask for: `name=` of the decorator, else the function's own.
    pub name: String,
    /// The fixtures that it is made of.
    pub of: Vec<String>,
    /// Whether every test that sees it has it.
    pub is_auto: bool,
}

/// The fixture that a function is.
#[must_use]
pub fn fixture(function: &Function) -> Option<Fixture> {
    let call = function.decorator("fixture")?.as_call();
    let said = |name: &str| call.and_then(|call| call.keyword(name));
    let name = said("name").and_then(Expression::as_text);
    let of = function.parameters.iter().map(|one| one.name.clone());
    Some(Fixture {
        name: name.unwrap_or(&function.name).to_owned(),
        of: of.chain(used(function)).collect(),
        is_auto: said("autouse").is_some_and(|value| value.source == "True"),
    })
}

/// What a function asks for by `usefixtures`.
fn used(function: &Function) -> impl Iterator<Item = String> {
    let mark = function.decorator("usefixtures");
    let call = mark.and_then(Expression::as_call);
    let arguments = call.into_iter().flat_map(|call| &call.arguments);
    arguments.filter_map(|one| one.value.as_text().map(str::to_owned))
}

/// How far modules bring each other.
const STEPS: usize = 8;

/// The modules whose fixtures a test in `directory` sees: every `conftest.py` on the way up, nearest first, each with
/// the modules that it brings, and those that they bring.
#[must_use]
pub fn modules(index: &Index, directory: &str, read: &Read) -> Vec<String> {
    let mut found = Vec::new();
    let mut at = Some(directory);
    while let Some(dir) = at {
        let path = format!("{dir}/conftest.py");
        add(index, path.trim_start_matches('/'), read, &mut found, STEPS);
        at = match dir.rsplit_once('/') {
            Some((above, _)) => Some(above),
            None if dir.is_empty() => None,
            None => Some(""),
        };
    }
    found
}

fn add(index: &Index, path: &str, read: &Read, found: &mut Vec<String>, steps: usize) {
    let known = found.iter().any(|known| known == path);
    let (Some(module), Some(steps)) = (read(path), steps.checked_sub(1)) else {
        return;
    };
    if known {
        return;
    }
    found.push(path.to_owned());
    for brought in brought(index, path, &module) {
        add(index, &brought, read, found, steps);
    }
}

/// The modules of tests that one imports fixtures from, or names as plugins.
fn brought(index: &Index, path: &str, module: &Module) -> Vec<String> {
    let imported = module.imports.iter().filter_map(|import| {
        let module = index.absolute(import, path)?;
        index.path(&module).map(str::to_owned)
    });
    let mut all: Vec<String> = imported.collect();
    let plugins = module.assignments.iter();
    let plugins = plugins.filter(|it| it.scope.is_empty() && it.name == "pytest_plugins");
    for value in plugins.filter_map(|it| it.value.as_ref()) {
        let one = value.as_text().into_iter();
        let named = one.chain(value.texts());
        all.extend(named.filter_map(|name| index.path(name).map(str::to_owned)));
    }
    all.retain(|found| found.contains("test") || found.contains("fixture"));
    all
}
