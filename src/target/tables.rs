//! Who makes the tables that tests work on: the service, a fixture, or migrations that run before them.

use std::collections::BTreeSet;

use super::code::Code;
use super::conftest::{CLIENTS, SESSIONS};
use super::fixtures::Fixture;
use crate::facts::FactValue;
use crate::idiom;
use crate::pytest::{Makers, Making};
use crate::python::{Expression, Function};

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

/// Where the tables come from for tests that see the fixtures `all`, those of the modules at `paths`, and take that
/// called `client`.
pub(super) fn tables(
    code: &Code,
    paths: &[String],
    (all, client): (&[Fixture], Option<&str>),
) -> Tables {
    let makers = Makers {
        index: &code.index,
        read: &|path| code.module(path),
        text: &|path| code.text(path).map(|text| text.to_string()),
        asked: &|name| asked(code, name),
    };
    match makers.making(paths, client) {
        Making::By(name) => Tables::By(name),
        Making::Done => Tables::Made,
        Making::Nothing if is_relied_on(code, all) => Tables::Made,
        Making::Nothing if starts(code) && !is_bound_to_a_loop(code, all) => Tables::Made,
        Making::Nothing => Tables::Lacking,
    }
}

/// How many tests ask for a fixture, by a parameter or by name.
fn asked(code: &Code, name: &str) -> usize {
    let by_name = [
        format!("usefixtures(\"{name}\""),
        format!("usefixtures('{name}'"),
    ];
    let tests = code.tests().into_iter();
    let tests = tests.filter(|path| !path.ends_with("conftest.py"));
    let counts = tests.map(|path| {
        let text = code.text(path).unwrap_or_default();
        let used: usize = by_name.iter().map(|word| text.matches(word).count()).sum();
        let module = code.module(path).filter(|_| text.contains(name));
        let takes = module.map_or(0, |module| {
            let takes = |one: &&Function| one.parameters.iter().any(|it| it.name == name);
            module.all_functions().filter(takes).count()
        });
        used + takes
    });
    counts.sum()
}

/// Whether a module, or one of the project that it stands on, makes sessions itself: where nothing gives them, nothing
/// else shows that its routes need tables.
pub(super) fn keeps_rows(code: &Code, path: &str) -> bool {
    let is_given = code.facts.get("db.session").is_some();
    let (mut seen, mut waiting) = (BTreeSet::new(), vec![path.to_owned()]);
    while let Some(path) = waiting.pop().filter(|_| !is_given) {
        let Some(module) = code.module(&path).filter(|_| seen.insert(path.clone())) else {
            continue;
        };
        let mut calls = module.calls.iter();
        if calls.any(|site| idiom::makes_maker(&site.call).is_some()) {
            return true;
        }
        let imported = module.imports.iter().filter_map(|import| {
            let module = code.index.absolute(import, &path)?;
            code.index.path(&module).map(str::to_owned)
        });
        waiting.extend(imported);
    }
    false
}

/// Whether the service makes its tables itself: at the top of a module, or in a function that something runs.
fn starts(code: &Code) -> bool {
    let tests = code.tests();
    let own = code.paths().iter();
    let mut own = own.filter(|path| !tests.contains(&path.as_str()));
    own.any(|path| {
        let text = code.text(path).unwrap_or_default();
        let makes = |line: &str| line.contains("create_all") && !line.trim_start().starts_with('#');
        let mut lines = text.lines().enumerate().filter(|(_, line)| makes(line));
        let Some(module) = code.module(path).filter(|_| text.contains("create_all")) else {
            return false;
        };
        lines.any(|(at, _)| {
            let holds = |one: &&Function| (one.line..=one.end_line).contains(&(at + 1));
            let around = module.all_functions().filter(holds);
            let inner = around.max_by_key(|function| function.line);
            inner.is_none_or(|function| is_run(code, function))
        })
    })
}

/// Whether something runs a function: by a decorator, a call, or as what is handed on.
fn is_run(code: &Code, function: &Function) -> bool {
    let name = function.name.as_str();
    let is_it = |value: &Expression| value.as_name() == Some(name);
    let runs = |path: &String| {
        let says = code.text(path).is_some_and(|text| text.contains(name));
        let module = code.module(path).filter(|_| says);
        module.is_some_and(|module| {
            module.calls.iter().any(|site| {
                let call = &site.call;
                call.name() == name || call.arguments.iter().any(|one| is_it(&one.value))
            })
        })
    };
    !function.decorators.is_empty() || code.paths().iter().any(runs)
}

/// Whether connections belong to the loop of one test, and no fixture gives a client that minds that: those of an
/// asynchronous engine, but for SQLite's.
fn is_bound_to_a_loop(code: &Code, all: &[Fixture]) -> bool {
    let is_async =
        code.facts.get("db.async").map(|fact| &fact.value) == Some(&FactValue::Flag(true));
    let has_client = all.iter().any(|one| CLIENTS.contains(&one.kind.as_str()));
    is_async && !has_client && code.facts.text("db.dialect") != Some("sqlite")
}

/// Whether tests of the project ask for one of its clients or sessions, or have a client for all of them, and so rely
/// on tables that are there.
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
        let mut assignments = module.assignments.iter();
        let is_client = assignments.any(|one| {
            let call = one.value.as_ref().and_then(Expression::as_call);
            one.scope.is_empty() && call.is_some_and(|call| CLIENTS.contains(&call.name()))
        });
        let mut functions = module.all_functions();
        is_client
            || functions.any(|function| {
                let mut parameters = function.parameters.iter();
                function.name.starts_with("test")
                    && parameters.any(|one| names.contains(&one.name.as_str()))
            })
    })
}
