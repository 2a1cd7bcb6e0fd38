//! Who makes the tables that tests work on: the service, a fixture, or migrations that run before them.

use super::code::Code;
use super::conftest::{CLIENTS, SESSIONS};
use super::fixtures::Fixture;
use crate::python::{Expression, Function, Module};

/// Where the tables of a test come from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Tables {
    /// They are there: made at a start, or relied on by the tests that there are.
    Made,
    /// A fixture makes them for the tests that ask for it.
    By(String),
    /// Migrations make them, and nothing here runs those.
    Lacking,
}

/// What a function that makes tables says.
const MAKING: [&str; 5] = [
    "create_all",
    "command.upgrade",
    "alembic upgrade",
    "\"upgrade\", \"head\"",
    "run_migrations",
];

/// Where the tables come from for tests that see the fixtures `all`, those of the modules at `paths`.
pub(super) fn tables(code: &Code, paths: &[String], all: &[Fixture]) -> Tables {
    let mut asked = None;
    for path in paths {
        let (Some(module), Some(text)) = (code.module(path), code.text(path)) else {
            continue;
        };
        if !MAKING.iter().any(|word| text.contains(word)) {
            continue;
        }
        match asked_for(&module, &text) {
            Some(name) => asked = asked.or(Some(name)),
            None => return Tables::Made,
        }
    }
    match asked {
        Some(name) => Tables::By(name),
        None if code.says("create_all") || is_relied_on(code, all) => Tables::Made,
        None => Tables::Lacking,
    }
}

/// The only fixture that makes tables, where nothing else of its module asks for it by itself.
fn asked_for(module: &Module, text: &str) -> Option<String> {
    let lines: Vec<&str> = text.lines().collect();
    let makes = |function: &&Function| {
        let own = lines.get(function.line.saturating_sub(1)..function.end_line);
        let own = own.unwrap_or_default();
        own.iter()
            .any(|line| MAKING.iter().any(|word| line.contains(word)))
    };
    let makers: Vec<&Function> = module.functions.iter().filter(makes).collect();
    let [maker] = makers[..] else { return None };
    let mark = maker.decorator("fixture")?;
    let call = mark.as_call();
    let said = |name: &str| call.and_then(|call| call.keyword(name));
    let is_auto = said("autouse").is_some_and(|value| value.source == "True");
    let name = said("name").and_then(Expression::as_text);
    let name = name.unwrap_or(&maker.name);
    let mut fixtures = module.functions.iter();
    let is_used = fixtures.any(|other| {
        let mut parameters = other.parameters.iter();
        parameters.any(|parameter| parameter.name == name)
    });
    (!is_auto && !is_used).then(|| name.to_owned())
}

/// Whether tests of the project ask for one of its clients or sessions, and so for tables that are there.
fn is_relied_on(code: &Code, all: &[Fixture]) -> bool {
    let is_of_tables = |fixture: &&Fixture| {
        let kind = fixture.kind.as_str();
        CLIENTS.contains(&kind) || SESSIONS.contains(&kind)
    };
    let names: Vec<&str> = all
        .iter()
        .filter(is_of_tables)
        .map(|fixture| fixture.name.as_str())
        .collect();
    let tests = code.tests();
    let mut modules = tests
        .into_iter()
        .filter(|path| !path.ends_with("conftest.py"))
        .filter_map(|path| code.module(path));
    modules.any(|module| {
        let mut functions = module.all_functions();
        functions.any(|function| {
            let mut parameters = function.parameters.iter();
            function.name.starts_with("test")
                && parameters.any(|one| names.contains(&one.name.as_str()))
        })
    })
}
