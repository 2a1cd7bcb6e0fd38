//! The dependency that gives a database session, its alias, and whether it is async.

use std::collections::BTreeMap;

use super::code::Code;
use super::depends::{self, Uses, depended, symbol};
use super::fixtures::fixture_name;
use super::router::text;
use super::tally::{Decides, Tally};
use crate::facts::{Evidence, Fact, FactValue, Facts};
use crate::python::{Call, Expression, Form, Function, Module, Resolved, Symbol};

/// A function that gives sessions.
struct Giver {
    symbol: Symbol,
    line: usize,
    is_async: bool,
}

/// Adds `db.session`, `db.session.alias`, `db.async`: the function that yields or returns a session and that most
/// parameters depend on.
pub(super) fn add(code: &Code, facts: &mut Facts) {
    let givers = givers(code);
    let uses = Uses::of(code);
    let mut tally = Tally::default();
    for giver in &givers {
        let evidence = Evidence::line(&giver.symbol.path, giver.line);
        tally.add_times(symbol(&giver.symbol), uses.count(&giver.symbol), evidence);
    }
    let mut fact = tally.decide(Decides::Times(2));
    if let Some(fact) = &mut fact {
        fact.certain |= givers.len() == 1;
        let used = |name: &String| tally.count(name) * 4 >= tally.count(&fact.value.to_string());
        fact.candidates.retain(used);
    }
    let decided = fact.as_ref().filter(|fact| fact.certain);
    let giver = decided.and_then(|fact| {
        let mut givers = givers.iter();
        givers.find(|giver| fact.value.as_text() == Some(&symbol(&giver.symbol)))
    });
    if let Some(giver) = giver {
        add_alias(&uses, giver, facts);
    }
    add_async(code, giver, facts);
    if let Some(fact) = fact {
        facts.add("db.session", fact);
    }
}

/// Functions that somebody depends on for what is annotated as a session, by their symbols.
fn annotated(code: &Code) -> BTreeMap<String, bool> {
    let mut found = BTreeMap::new();
    let annotation = |path: &str, of: &Expression| -> Option<(String, bool)> {
        let (_, items) = of.as_index()?;
        let function = depends::annotated(code, path, of)?;
        Some((function, session_type(code, path, items.first()?)?))
    };
    for (path, module) in code.own() {
        let aliases = module.assignments.iter();
        let values = aliases.filter_map(|assigned| assigned.value.as_ref());
        found.extend(values.filter_map(|value| annotation(path, value)));
        for parameter in module.all_functions().flat_map(|it| &it.parameters) {
            let Some(of) = &parameter.annotation else {
                continue;
            };
            let by_default = || {
                let call = parameter.default.as_ref()?.as_call()?;
                let function = depended(code, path, call)?;
                Some((function, session_type(code, path, of)?))
            };
            found.extend(annotation(path, of).or_else(by_default));
        }
    }
    found
}

fn givers(code: &Code) -> Vec<Giver> {
    let by_use = annotated(code);
    let mut found = Vec::new();
    for (path, module) in code.own() {
        let Some(dotted) = code.index.module(path) else {
            continue;
        };
        let top = module
            .functions
            .iter()
            .filter(|function| function.scope.is_empty());
        for function in top {
            let symbol = Symbol {
                module: dotted.clone(),
                name: function.name.clone(),
                path: path.to_owned(),
            };
            let of_use = || by_use.get(&depends::symbol(&symbol)).copied();
            if let Some(is_async) = session_of(code, path, module, function).or_else(of_use) {
                found.push(Giver {
                    symbol,
                    line: function.line,
                    is_async,
                });
            }
        }
    }
    found
}

/// Whether the function yields or returns a session, and whether that is an async one.
pub(super) fn session_of(
    code: &Code,
    path: &str,
    module: &Module,
    function: &Function,
) -> Option<bool> {
    let is_managed = function.decorators.iter().any(|decorator| {
        matches!(
            decorator.head(),
            Some("contextmanager" | "asynccontextmanager")
        )
    });
    if is_managed {
        return None;
    }
    let annotated = function
        .returns
        .as_ref()
        .and_then(|returns| session_type(code, path, returns));
    annotated.or_else(|| {
        let values = function.yielded.iter().chain(&function.returned);
        values
            .into_iter()
            .find_map(|value| of_value(code, path, module, &function.path(), value, 6))
    })
}

/// Whether the annotation is that of a session, also within `Iterator[…]` and the like.
pub(super) fn session_type(code: &Code, path: &str, annotation: &Expression) -> Option<bool> {
    match &annotation.form {
        Form::Name(name) => by_type(code, path, name),
        Form::Index(value, items) => {
            let around = value.head().unwrap_or_default();
            let gives = [
                "Generator",
                "AsyncGenerator",
                "Iterator",
                "AsyncIterator",
                "Iterable",
                "AsyncIterable",
            ];
            let item = items.first().filter(|_| gives.contains(&around));
            item.map_or_else(
                || value.as_name().and_then(|name| by_type(code, path, name)),
                |item| session_type(code, path, item),
            )
        }
        Form::Text(text) => crate::python::read(&format!("x: {text}"))
            .assignments
            .first()
            .and_then(|assigned| session_type(code, path, assigned.annotation.as_ref()?)),
        _ => None,
    }
}

/// How many names an own type may stand behind another.
const NAMES: usize = 5;

fn by_type(code: &Code, path: &str, name: &str) -> Option<bool> {
    let last = name.rsplit('.').next().unwrap_or(name);
    let may_be = last.contains("Session") || last.ends_with("scoped_session");
    may_be.then(|| type_of(code, path, name, NAMES)).flatten()
}

/// What a class of SQLAlchemy is, one of the project that inherits it, or another name of one.
fn type_of(code: &Code, path: &str, name: &str, steps: usize) -> Option<bool> {
    let steps = steps.checked_sub(1)?;
    let symbol = match code.resolve(path, name)? {
        Resolved::External(from) => return of_sqlalchemy(&from),
        Resolved::Own(symbol) => symbol,
        Resolved::Module(_) => return None,
    };
    if let Some(class) = code.class(&symbol) {
        let above = code.ancestors(&symbol.path, &class);
        let mut external = above.iter().filter_map(Resolved::external);
        return external.find_map(of_sqlalchemy);
    }
    let module = code.module(&symbol.path)?;
    let value = module.value(&symbol.name, "")?;
    let renamed = || value.as_call().filter(|call| call.name() == "NewType");
    let name = value
        .as_name()
        .or_else(|| renamed()?.positional(1)?.as_name())?;
    type_of(code, &symbol.path, name, steps)
}

fn of_sqlalchemy(dotted: &str) -> Option<bool> {
    let from = dotted.starts_with("sqlalchemy") || dotted.starts_with("sqlmodel");
    match dotted.rsplit('.').next() {
        Some("Session" | "scoped_session") if from => Some(false),
        Some("AsyncSession" | "async_scoped_session") if from => Some(true),
        _ => None,
    }
}

fn of_value(
    code: &Code,
    path: &str,
    module: &Module,
    scope: &str,
    value: &Expression,
    steps: usize,
) -> Option<bool> {
    let steps = steps.checked_sub(1)?;
    match &value.form {
        Form::Name(name) if !name.contains('.') => {
            let value = module.value(name, scope).filter(|found| *found != value)?;
            of_value(code, path, module, scope, value, steps)
        }
        Form::Of(inner) => of_value(code, path, module, scope, inner, steps),
        Form::Call(call) => {
            // What a fixture makes sessions with may be a name of its own.
            let own = call.callee().and_then(|callee| module.value(callee, scope));
            let is_local = !scope.is_empty();
            let made = own.filter(|_| is_local).and_then(maker);
            made.or_else(|| of_call(code, path, call, steps))
        }
        _ => None,
    }
}

/// A call gives a session where it calls the class, or what `sessionmaker` made.
fn of_call(code: &Code, path: &str, call: &Call, steps: usize) -> Option<bool> {
    let callee = call.callee()?;
    let callee = callee.strip_suffix(".begin").unwrap_or(callee);
    if let Some(is_async) = by_type(code, path, callee) {
        return Some(is_async);
    }
    match code.resolve(path, callee) {
        Some(Resolved::Own(symbol)) => made_by(code, &symbol, steps),
        None => of_method(code, path, callee),
        Some(_) => None,
    }
}

/// What the method of an object of the project gives: `manager.session()`, where `manager = Manager(…)`.
fn of_method(code: &Code, path: &str, callee: &str) -> Option<bool> {
    let (object, method) = callee.rsplit_once('.')?;
    let Resolved::Own(symbol) = code.resolve(path, object)? else {
        return None;
    };
    let module = code.module(&symbol.path)?;
    let made = module.value(&symbol.name, "")?.as_call()?.callee()?;
    let Resolved::Own(class) = code.resolve(&symbol.path, made)? else {
        return None;
    };
    let method = code.class(&class)?.method(method)?.clone();
    session_type(code, &class.path, method.returns.as_ref()?)
}

/// Whether what is called `symbol` makes sessions.
fn made_by(code: &Code, symbol: &Symbol, steps: usize) -> Option<bool> {
    let steps = steps.checked_sub(1)?;
    let module = code.module(&symbol.path)?;
    if let Some(function) = module.function(&symbol.name) {
        if fixture_name(function).is_some() {
            // Who names a fixture has what it gives.
            let mut given = function.yielded.iter().chain(&function.returned);
            return given.find_map(|value| maker(module.as_value(value, &function.path())));
        }
        let values = function.returned.iter();
        let annotated = function
            .returns
            .as_ref()
            .and_then(|returns| session_type(code, &symbol.path, returns));
        return annotated.or_else(|| {
            values.into_iter().find_map(|value| {
                of_value(code, &symbol.path, &module, &function.path(), value, steps)
            })
        });
    }
    let value = module.value(&symbol.name, "")?;
    maker(value).or_else(|| of_call(code, &symbol.path, value.as_call()?, steps))
}

/// Whether the value makes sessions when it is called.
fn maker(value: &Expression) -> Option<bool> {
    let call = value.as_call()?;
    match call.name() {
        "async_sessionmaker" | "async_scoped_session" => Some(true),
        "sessionmaker" => {
            let class = call.argument("class_", 1).and_then(Expression::head);
            Some(class == Some("AsyncSession"))
        }
        "scoped_session" => Some(false),
        _ => None,
    }
}

/// The alias of the session dependency that is used most.
fn add_alias(uses: &Uses, giver: &Giver, facts: &mut Facts) {
    let aliases = uses.aliases(&symbol(&giver.symbol));
    let Some(first) = aliases.first() else { return };
    let evidence = Evidence::line(&first.symbol.path, first.line);
    let mut fact = text(&symbol(&first.symbol), evidence);
    if let Some(second) = aliases.get(1).filter(|second| second.uses * 2 > first.uses) {
        fact.certain = false;
        fact.candidates = vec![symbol(&first.symbol), symbol(&second.symbol)];
    }
    facts.add("db.session.alias", fact);
}

/// Adds `db.async`: what the engines are; of both kinds, what the session dependency gives.
fn add_async(code: &Code, giver: Option<&Giver>, facts: &mut Facts) {
    let mut tally = Tally::default();
    for (path, module) in code.own() {
        for site in &module.calls {
            let made = code_engine(code, path, &site.call);
            if let Some(is_async) = made {
                tally.add(is_async.to_string(), Evidence::line(path, site.call.line));
            }
        }
    }
    if let Some(giver) = giver {
        let evidence = Evidence::line(&giver.symbol.path, giver.line);
        facts.add(
            "db.async",
            Fact::certain(FactValue::Flag(giver.is_async), evidence),
        );
    } else if let Some(fact) = tally.decide(Decides::Share(100)) {
        facts.add("db.async", fact);
    }
}

/// Whether the call makes an engine, and whether that is an async one; an alias of the import is followed.
fn code_engine(code: &Code, path: &str, call: &Call) -> Option<bool> {
    let callee = call.callee()?;
    let module = code.module(path)?;
    let name = module.imported(callee)?;
    let from = name.starts_with("sqlalchemy") || name.starts_with("sqlmodel");
    match name.rsplit('.').next() {
        Some("create_async_engine" | "async_engine_from_config") if from => Some(true),
        Some("create_engine" | "engine_from_config") if from => Some(false),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use crate::detect::tests::check;

    const APP: (&str, &str) = (
        "app/main.py",
        "from fastapi import FastAPI\napp = FastAPI()\n",
    );
    const MAKER: &str = "from sqlalchemy.ext.asyncio import async_sessionmaker, create_async_engine\nengine = create_async_engine(\"sqlite+aiosqlite://\")\nmaker = async_sessionmaker(engine)\n";

    #[test]
    fn dependencies_that_give_sessions() {
        let maker = |rest: &str| format!("{MAKER}{rest}");
        let two = "def read():\n    return maker()\ndef write():\n    return maker()\n";
        let uses = |names: &[&str]| {
            let routes = names
                .iter()
                .enumerate()
                .map(|(at, name)| format!("def route_{at}(s=Depends({name})): ...\n"));
            let routes: String = routes.collect();
            format!("from fastapi import Depends\nfrom app.db import read, write\n{routes}")
        };
        for (db, routes, expected) in [
            (
                maker("async def get_db():\n    async with maker() as session:\n        yield session\n"),
                String::new(),
                [("db.session", "app.db:get_db"), ("db.async", "true")],
            ),
            (
                "from sqlalchemy import create_engine\nfrom sqlalchemy.orm import Session\nengine = create_engine(\"sqlite://\")\ndef open_db() -> Session: ...\n".to_owned(),
                String::new(),
                [("db.session", "app.db:open_db"), ("db.async", "false")],
            ),
            (
                maker(two),
                uses(&["read", "read", "write"]),
                [("db.session", "app.db:read"), ("db.async", "true")],
            ),
            (
                maker(two),
                uses(&["read", "write"]),
                [("db.session", "? app.db:read | app.db:write"), ("db.async", "true")],
            ),
            (MAKER.to_owned(), String::new(), [("db.session", ""), ("db.async", "true")]),
            (
                "from typing import AsyncIterator\nfrom sqlalchemy.ext.asyncio import AsyncSession\nclass Manager:\n    def session(self) -> AsyncIterator[AsyncSession]: ...\nmanager = Manager()\nasync def get_db():\n    async with manager.session() as session:\n        yield session\n".to_owned(),
                String::new(),
                [("db.session", "app.db:get_db"), ("db.async", "true")],
            ),
            (
                "from typing import NewType\nfrom sqlalchemy.ext.asyncio import AsyncSession as Theirs\nAsyncSession = NewType(\"AsyncSession\", Theirs)\nasync def get_db(request) -> AsyncSession:\n    return request.state.session\n".to_owned(),
                String::new(),
                [("db.session", "app.db:get_db"), ("db.async", "true")],
            ),
            (
                "from sqlalchemy.orm import Session\nclass TenantSession(Session): ...\ndef get_db(request) -> TenantSession:\n    return request.state.session\n".to_owned(),
                String::new(),
                [("db.session", "app.db:get_db"), ("db.async", "false")],
            ),
            (
                "from sqlalchemy.orm import Session\ndef get_db(request):\n    return request.state.session\ndef get_key(request):\n    return request.state.key\n".to_owned(),
                "from fastapi import Depends\nfrom sqlalchemy.orm import Session\nfrom app.db import get_db, get_key\ndef a(s: Session = Depends(get_db), k: str = Depends(get_key)): ...\n".to_owned(),
                [("db.session", "app.db:get_db"), ("db.async", "false")],
            ),
            (
                "from requests import Session\ndef get_db() -> Session: ...\n# sqlalchemy\n".to_owned(),
                String::new(),
                [("db.session", ""), ("db.async", "")],
            ),
        ] {
            let files = [APP, ("app/db.py", &db), ("app/routes.py", &routes)];
            check(&files, &expected);
        }
    }

    /// A fixture that another one gives is what it yields.
    #[test]
    fn fixtures_of_fixtures() {
        for made in [
            "@pytest.fixture\nasync def new():\n    yield async_sessionmaker(engine)\n@pytest.fixture\nasync def session(new):\n    async with new() as session:\n        yield session\n",
            // By a name of the fixture's own.
            "@pytest.fixture\nasync def session():\n    new = async_sessionmaker(engine)\n    async with new() as session:\n        yield session\n",
        ] {
            let conftest = format!("import pytest\n{MAKER}{made}");
            let files = [
                APP,
                ("tests/conftest.py", conftest.as_str()),
                ("tests/test_a.py", "def test_a(session): ...\n"),
            ];
            check(
                &files,
                &[
                    ("tests.session", "session"),
                    ("tests.session.kind", "AsyncSession"),
                ],
            );
        }
    }
}
