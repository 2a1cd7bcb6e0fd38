//! What the tests of a project work with: client, session, headers of a user, and how asynchronous tests run.

use super::code::Code;
use crate::error::{Doubt, Result};
use crate::facts::FactValue;
use crate::python::{Expression, Form, Function, Module, Resolved, Symbol};
use crate::rel_path::RelPath;

/// A fixture.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Fixture {
    /// The name that tests ask for.
    pub name: String,
    /// The last part of its type: `AsyncClient`.
    pub kind: String,
    /// The type as code, and the line that imports it; `Any` where it cannot be told.
    pub annotation: (String, Option<String>),
    /// The application that it is a client of, where that is named.
    pub app: Option<Symbol>,
}

/// How asynchronous tests are run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Runner {
    /// By themselves.
    Auto,
    /// With `pytest.mark.asyncio`.
    Asyncio,
    /// With `pytest.mark.anyio`; whether the project says on which backend.
    Anyio { has_backend: bool },
}

/// All of it.
#[derive(Clone, Debug)]
pub(super) struct Fixtures {
    /// Every fixture that a test in the directory sees, nearest first.
    all: Vec<Fixture>,
    /// Names of dependencies that a conftest replaces.
    pub replaced: Vec<String>,
    /// How asynchronous tests are run.
    pub runner: Runner,
    client: Option<String>,
    /// What the client may be, where that is not certain.
    clients: Option<Doubt>,
    session: Option<String>,
    auth: Vec<String>,
}

const CLIENTS: [&str; 2] = ["TestClient", "AsyncClient"];
const SESSIONS: [&str; 2] = ["Session", "AsyncSession"];
const GUARDED: [&str; 6] = ["auth", "logged", "admin", "superuser", "user", "token"];

impl Fixture {
    /// The client that a test file makes for itself.
    pub fn own_client() -> Self {
        Self {
            name: "client".to_owned(),
            kind: "TestClient".to_owned(),
            annotation: (
                "TestClient".to_owned(),
                Some("from fastapi.testclient import TestClient".to_owned()),
            ),
            app: None,
        }
    }

    /// The client that a file of tests has for all of them, `client = TestClient(app)`: no fixture, and asked for by none.
    pub fn global_client(code: &Code, file: &str) -> Option<Self> {
        let module = code.module(file)?;
        let made = module.assignments.iter().find(|one| {
            let call = one.value.as_ref().and_then(Expression::as_call);
            one.scope.is_empty() && call.is_some_and(|call| call.name() == "TestClient")
        })?;
        Some(Self {
            name: made.name.clone(),
            kind: "TestClient".to_owned(),
            annotation: (String::new(), None),
            app: None,
        })
    }
}

impl Fixtures {
    /// What a test in `directory` sees.
    pub fn read(code: &Code, directory: &str) -> Self {
        let modules = modules(code, directory);
        let all: Vec<Fixture> = modules
            .iter()
            .flat_map(|path| fixtures(code, path))
            .collect();
        let has_backend = all.iter().any(|fixture| fixture.name == "anyio_backend");
        let replaced = modules
            .iter()
            .flat_map(|path| replaced(code, path))
            .collect();
        let certain = |name: &str| code.facts.get(name).filter(|fact| fact.certain);
        let fact = |name: &str| certain(name).map(|fact| fact.value.to_string());
        let doubt = code.facts.get("tests.client");
        let doubt = doubt.filter(|fact| !fact.certain);
        let auth = match code.facts.get("tests.auth").map(|fact| &fact.value) {
            Some(FactValue::Text(name)) => vec![name.clone()],
            Some(FactValue::List(names)) => names.clone(),
            _ => Vec::new(),
        };
        Self {
            all,
            replaced,
            runner: runner(code, has_backend),
            client: fact("tests.client"),
            clients: doubt.map(|fact| fact.doubt("tests.client")),
            session: fact("tests.session"),
            auth,
        }
    }

    /// Those that are no clients of another application than `app`.
    pub fn of_application(mut self, app: Option<&Symbol>) -> Self {
        let is_other = |own: &Symbol| app.is_some_and(|app| app != own);
        self.all
            .retain(|fixture| !fixture.app.as_ref().is_some_and(is_other));
        self
    }

    /// The client of a caller that nobody knows.
    ///
    /// # Errors
    /// A project error where tests use several alike, and a test in the directory sees more than one of them.
    pub fn client(&self) -> Result<Option<&Fixture>> {
        if let Some(doubt) = &self.clients {
            let mut seen = doubt.clone();
            seen.candidates.retain(|name| self.is_bare_client(name));
            if seen.candidates.len() > 1 {
                return Err(seen.to_error());
            }
        }
        Ok(self.likely_client())
    }

    fn is_bare_client(&self, name: &str) -> bool {
        self.named(name).is_some() && !GUARDED.iter().any(|word| name.contains(word))
    }

    fn likely_client(&self) -> Option<&Fixture> {
        let of_kind = |fixture: &&Fixture| CLIENTS.contains(&fixture.kind.as_str());
        let is_bare = |fixture: &&Fixture| !GUARDED.iter().any(|word| fixture.name.contains(word));
        let named = self.client.as_ref().and_then(|name| self.named(name));
        named
            .filter(is_bare)
            .or_else(|| self.named("client").filter(of_kind))
            .or_else(|| self.all.iter().filter(of_kind).find(is_bare))
            .or(named)
    }

    /// The session for code that is asynchronous, or not.
    pub fn session(&self, is_async: bool) -> Option<&Fixture> {
        let wanted = SESSIONS[usize::from(is_async)];
        let of_kind = |fixture: &&Fixture| fixture.kind == wanted;
        let named = self.session.as_ref().and_then(|name| self.named(name));
        named
            .filter(of_kind)
            .or_else(|| self.all.iter().find(of_kind))
    }

    /// The headers of a user who may do everything, else of any.
    pub fn headers(&self) -> Option<&Fixture> {
        let by_fact = self.auth.iter().filter_map(|name| self.named(name));
        let by_name = self.all.iter().filter(|fixture| {
            fixture.name.contains("headers")
                && GUARDED.iter().any(|word| fixture.name.contains(word))
        });
        let mut found: Vec<&Fixture> = by_fact.chain(by_name).collect();
        found.retain(|fixture| !CLIENTS.contains(&fixture.kind.as_str()));
        let is_mighty = |fixture: &&&Fixture| {
            ["superuser", "admin", "root"]
                .iter()
                .any(|word| fixture.name.contains(word))
        };
        found
            .iter()
            .find(is_mighty)
            .or_else(|| found.first())
            .copied()
    }

    /// A client of a user.
    pub fn known_client(&self) -> Option<&Fixture> {
        let of_kind = |fixture: &&Fixture| CLIENTS.contains(&fixture.kind.as_str());
        let is_known = |fixture: &&Fixture| {
            [
                "auth",
                "logged",
                "admin",
                "superuser",
                "user_client",
                "client_user",
            ]
            .iter()
            .any(|word| fixture.name.contains(word))
        };
        self.all.iter().filter(of_kind).find(is_known)
    }

    fn named(&self, name: &str) -> Option<&Fixture> {
        self.all.iter().find(|fixture| fixture.name == name)
    }
}

/// The modules whose fixtures a test in `directory` sees: every `conftest.py` on the way up, and what they take in.
fn modules(code: &Code, directory: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut at = Some(directory);
    while let Some(dir) = at {
        let path = if dir.is_empty() {
            "conftest.py".to_owned()
        } else {
            format!("{dir}/conftest.py")
        };
        if let Some(module) = code.module(&path) {
            let taken = taken_in(code, &path, &module);
            found.push(path);
            found.extend(taken);
        }
        at = match dir.rsplit_once('/') {
            Some((above, _)) => Some(above),
            None if dir.is_empty() => None,
            None => Some(""),
        };
    }
    found
}

/// The modules that a conftest imports fixtures from, or names as plugins.
fn taken_in(code: &Code, path: &str, module: &Module) -> Vec<String> {
    let imported = module.imports.iter().filter_map(|import| {
        let module = code.index.absolute(import, path)?;
        code.index.path(&module).map(str::to_owned)
    });
    let named = module
        .assignments
        .iter()
        .filter(|assignment| assignment.name == "pytest_plugins")
        .filter_map(|assignment| assignment.value.as_ref())
        .flat_map(Expression::texts)
        .filter_map(|name| code.index.path(name).map(str::to_owned));
    let mut all: Vec<String> = imported.chain(named).collect();
    all.retain(|found| found.contains("test") || found.contains("fixture"));
    all
}

fn fixtures(code: &Code, path: &str) -> Vec<Fixture> {
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
    let mark = function.decorator("fixture")?;
    let name = mark
        .as_call()
        .and_then(|call| call.keyword("name")?.as_text());
    let name = name.unwrap_or(&function.name).to_owned();
    let (kind, annotation) =
        kind(code, path, module, function).unwrap_or_else(|| (String::new(), any()));
    Some(Fixture {
        name,
        kind,
        annotation,
        app: served(code, path, module, function),
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

fn any() -> (String, Option<String>) {
    ("Any".to_owned(), Some("from typing import Any".to_owned()))
}

const WRAPPERS: [&str; 8] = [
    "Generator",
    "Iterator",
    "Iterable",
    "AsyncGenerator",
    "AsyncIterator",
    "AsyncIterable",
    "Awaitable",
    "Coroutine",
];

type Kind = (String, (String, Option<String>));

/// The type that a fixture gives: as it is annotated, else as the call that makes it.
fn kind(code: &Code, path: &str, module: &Module, function: &Function) -> Option<Kind> {
    if let Some(returns) = &function.returns {
        let of = match returns.as_index() {
            Some((name, items)) if WRAPPERS.contains(&last(name)) => items.first()?,
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
fn replaced(code: &Code, path: &str) -> Vec<String> {
    let text = code.text(path).unwrap_or_default();
    let parts = text.split("dependency_overrides[").skip(1);
    parts
        .filter_map(|part| part.split_once(']'))
        .map(|(name, _)| last(name.trim()).to_owned())
        .collect()
}

/// How asynchronous tests are run: as the settings of pytest say, else as the tests are marked.
fn runner(code: &Code, has_backend: bool) -> Runner {
    match code.facts.text("tests.runner") {
        Some("asyncio-auto") => return Runner::Auto,
        Some("asyncio-strict") => return Runner::Asyncio,
        Some("anyio") => return Runner::Anyio { has_backend },
        _ => {}
    }
    let settings = ["pytest.ini", "pyproject.toml", "setup.cfg", "tox.ini"];
    let root = code.facts.text("project.import_root").unwrap_or_default();
    for name in settings {
        for dir in ["", root] {
            let path = [dir.trim_matches('.'), name].join("/");
            let text = code.plain(path.trim_matches('/'));
            let words: String = text.split_whitespace().collect();
            if words.contains("asyncio_mode=\"auto\"") || words.contains("asyncio_mode=auto") {
                return Runner::Auto;
            }
        }
    }
    let tests = code.tests();
    let marked = |mark: &str| {
        tests
            .iter()
            .filter(|path| code.text(path).is_some_and(|text| text.contains(mark)))
            .count()
    };
    match (marked("mark.asyncio"), marked("mark.anyio")) {
        (asyncio, anyio) if asyncio > anyio => Runner::Asyncio,
        (0, 0) if code.declares("pytest-asyncio") => Runner::Asyncio,
        _ => Runner::Anyio { has_backend },
    }
}

impl Code<'_> {
    /// The files of the tests.
    pub fn tests(&self) -> Vec<&str> {
        let is_test = |path: &&String| {
            let name = path.rsplit('/').next().unwrap_or(path);
            name.starts_with("test_") || name.ends_with("_test.py") || name == "conftest.py"
        };
        self.paths()
            .iter()
            .filter(is_test)
            .map(String::as_str)
            .collect()
    }

    /// The text of a file that is no Python; empty where there is none.
    pub fn plain(&self, path: &str) -> String {
        let read = RelPath::new(path).ok().and_then(|path| self.file(&path));
        read.unwrap_or_default()
    }

    fn declares(&self, package: &str) -> bool {
        let listed = self
            .facts
            .get("project.dependencies")
            .is_some_and(|fact| match &fact.value {
                FactValue::List(list) => list.iter().any(|one| one == package),
                _ => false,
            });
        listed
            || ["pyproject.toml", "requirements.txt", "requirements-dev.txt"]
                .iter()
                .any(|path| self.plain(path).contains(package))
    }
}
