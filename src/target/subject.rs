//! A target as templates see it: its module, its tests of each kind, and where they go.

use std::collections::BTreeMap;

use serde::Serialize;

use super::address::{Address, address};
use super::case::{Case, TestNames};
use super::classes::{Asks, Class, Form, classes};
use super::code::Code;
use super::fixtures::Fixtures;
use super::listing::{callables, nothing};
use super::making::Makings;
use super::place::{KINDS, Place, place};
use super::requests::{self, of_routes};
use super::runner::{Runner, command};
use super::taken::take_over;
use super::{pins, route, routes, script, stray, unit, values};
use crate::error::{Error, Result};
use crate::facts::Facts;
use crate::idiom::SOCKET;
use crate::naming::dashed;
use crate::python::{Module, Symbol};
use crate::tree::Tree;

/// A target with its tests.
#[derive(Debug, Serialize)]
pub(super) struct Target {
    /// As it was given.
    text: String,
    /// For the id of the stamp.
    slug: String,
    /// The module that it is in.
    module: String,
    /// What runs its tests.
    run: &'static str,
    /// The kind of tests that suits it best.
    kind: &'static str,
    /// The kinds that it can have.
    kinds: Vec<&'static str>,
    /// The tests by kind.
    tests: BTreeMap<&'static str, Tests>,
}

/// The tests of one kind.
#[derive(Debug, Serialize)]
pub(super) struct Tests {
    /// The file.
    file: String,
    /// Directories that need an `__init__.py`; as many as the deepest project has, empty ones behind.
    packages: Vec<String>,
    /// The tests that are functions.
    cases: Vec<Case>,
    /// Those that are methods.
    classes: Vec<Class>,
    /// What stands before them: fixtures of their own.
    helpers: Vec<Helper>,
    /// How many wait for a person.
    open: usize,
}

/// A fixture of a test file's own.
#[derive(Debug, Serialize)]
#[serde(tag = "shape", rename_all = "snake_case")]
enum Helper {
    /// What asynchronous tests run on.
    Backend,
    /// A client of an application of the project.
    Client {
        /// The line that imports it.
        import: String,
        /// Its name.
        app: String,
    },
}

/// How many directories a test file may be deep.
const DEEPEST: usize = 10;

/// The value of a target, for templates.
///
/// # Errors
/// A usage error where `text` names nothing of the project, a project error where the code cannot be read.
pub fn target(tree: &dyn Tree, facts: &Facts, text: &str) -> Result<minijinja::Value> {
    let code = Code::new(tree, facts)?;
    let target = match address(&code, text)? {
        Address::Code { path, name } => of_code(&code, text, &path, name.as_deref())?,
        Address::Route { method, path } if method.eq_ignore_ascii_case(SOCKET) => {
            let sockets = route::all_sockets(&code);
            let endpoints = routes::named(&code, &sockets, (&method, &path), text)?;
            of_routes(&code, text, (&[], &endpoints))?
        }
        Address::Route { method, path } => {
            let routes = route::routes(&code);
            let endpoints = routes::named(&code, &routes, (&method, &path), text)?;
            of_routes(&code, text, (&endpoints, &[]))?
        }
    };
    Ok(minijinja::Value::from(minijinja::value::Serde(target)))
}

fn of_code(code: &Code, text: &str, path: &str, name: Option<&str>) -> Result<Target> {
    let module = readable(code, path)?;
    script::ensure_quiet(code, path, &module, text)?;
    stray::ensure_found(code, path, &module, text)?;
    let dotted = code.index.module(path).unwrap_or_default();
    if name.is_none() {
        let (routes, talks) = (requests::of_file(code, path), requests::sockets(code, path));
        if !routes.is_empty() || !talks.is_empty() {
            return of_routes(code, text, (&routes, &talks));
        }
    }
    let callables = callables(path, &dotted, &module, name, text)?;
    let records = values::records(code, (path, &dotted), &module, name);
    let mut called = callables
        .iter()
        .map(|callable| &callable.function.item.name);
    if records.is_empty() && called.all(|name| name == "__init__") {
        return Err(nothing(path, &module, name, text));
    }
    let mut tests = BTreeMap::new();
    let mut has_session = false;
    for kind in KINDS.into_iter().filter(|kind| *kind != "e2e") {
        let place = place(code, path, kind)?;
        let fixtures = Fixtures::read(code, &place.directory);
        let makings = Makings {
            code,
            fixtures: &fixtures,
        };
        let mut names = TestNames::default();
        let mut cases: Vec<Case> = match kind {
            "regression" => records
                .iter()
                .map(|symbol| values::regression(makings, symbol, &mut names).of(&symbol.name))
                .collect(),
            _ => records
                .iter()
                .flat_map(|symbol| {
                    let cases = values::cases(makings, symbol, &mut names);
                    cases.into_iter().map(|case| case.of(&symbol.name))
                })
                .collect(),
        };
        let of_callables = callables.iter().flat_map(|callable| {
            let cases = match kind {
                "regression" => pins::regression(makings, callable, &mut names),
                _ => unit::cases(makings, callable, &mut names),
            };
            cases.into_iter().map(|case| case.of(callable.subject()))
        });
        cases.extend(of_callables);
        has_session |= cases.iter().any(|case| !case.fixtures.is_empty());
        let made = Tests::new(code, place, cases, &fixtures);
        tests.insert(kind, made.in_form(code, Asks::Nothing));
    }
    let kind = if has_session { "integration" } else { "unit" };
    Ok(Target::new(code, (text, dotted), kind, tests))
}

impl Target {
    /// The target that `text` names, in `module`, with its tests by kind; `kind` suits it best.
    pub fn new(
        code: &Code,
        (text, module): (&str, String),
        kind: &'static str,
        tests: BTreeMap<&'static str, Tests>,
    ) -> Self {
        Self {
            text: text.to_owned(),
            slug: slug(text),
            run: command(code),
            module,
            kind,
            kinds: kinds(&tests),
            tests,
        }
    }
}

impl Tests {
    /// Tests with their place, as the file there and the length of its lines want them.
    pub fn new(code: &Code, place: Place, mut cases: Vec<Case>, fixtures: &Fixtures) -> Self {
        for case in &mut cases {
            take_over(code, &place.file, case);
            case.wrap(room(code));
            case.fit(room(code));
        }
        let mut packages = place.packages;
        packages.resize(DEEPEST, String::new());
        let is_async = cases.iter().any(|case| case.is_async);
        let lacks = fixtures.runner == Runner::Anyio { has_backend: false };
        Self {
            file: place.file,
            packages,
            helpers: (is_async && lacks)
                .then_some(Helper::Backend)
                .into_iter()
                .collect(),
            open: cases.iter().filter(|case| case.is_open()).count(),
            cases,
            classes: Vec::new(),
        }
    }

    /// The same as methods, where the siblings' tests are such.
    pub fn in_form(mut self, code: &Code, asks: Asks) -> Self {
        if Form::of(code) != Form::Functions {
            let cases = std::mem::take(&mut self.cases);
            self.classes = classes(code, &self.file, cases, asks);
        }
        self
    }

    /// Gives them a client of `app` of their own, where one asks for it.
    pub fn ask(&mut self, app: &Symbol) {
        let mut fixtures = self.cases.iter().flat_map(|case| &case.fixtures);
        if fixtures.any(|fixture| fixture.name == "client") {
            let client = Helper::Client {
                import: super::sample::import(app),
                app: app.name.clone(),
            };
            self.helpers.insert(0, client);
        }
    }
}

/// How long a line of a function of tests may be.
pub(super) fn room(code: &Code) -> usize {
    match Form::of(code) {
        Form::Functions => code.line_length(),
        Form::Classes | Form::Unittest => code.line_length().saturating_sub(4),
    }
}

/// The module in a file that can be parsed.
fn readable(code: &Code, path: &str) -> Result<std::sync::Arc<Module>> {
    let Some(module) = code.module(path) else {
        return Err(Error::project(format!(
            "`{path}` cannot be read: it is too large, or no text"
        ))
        .hint("name another target"));
    };
    match module.broken {
        None => Ok(module),
        Some(line) => Err(Error::project(format!(
            "{path}:{line}: this is no valid Python, so patgen cannot tell what to test"
        ))
        .hint("mend the file first")),
    }
}

/// The kinds that there are tests of, in their usual order.
fn kinds(tests: &BTreeMap<&'static str, Tests>) -> Vec<&'static str> {
    KINDS
        .into_iter()
        .filter(|kind| tests.contains_key(kind))
        .collect()
}

/// The target as a part of the stamp's id.
fn slug(text: &str) -> String {
    dashed(text.trim().trim_end_matches(".py"))
}
