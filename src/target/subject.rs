//! A target as templates see it: its module, its tests of each kind, and where they go.

use std::collections::BTreeMap;

use serde::Serialize;

use super::address::{Address, address};
use super::ask::Asking;
use super::case::{Case, TestNames};
use super::code::Code;
use super::endpoint::{Endpoint, endpoints};
use super::fixtures::Fixture;
use super::fixtures::Fixtures;
use super::listing::{callables, nothing};
use super::making::Makings;
use super::mount::Mounts;
use super::place::{KINDS, Place, place};
use super::runner::Runner;
use super::start::connects;
use super::taken::take_over;
use super::{journey, pins, route, routes, script, stray, unit, values};
use crate::error::{Error, Result};
use crate::facts::Facts;
use crate::naming::dashed;
use crate::python::{Module, Symbol};
use crate::tree::Tree;

/// A target with its tests.
#[derive(Debug, Serialize)]
struct Target {
    /// As it was given.
    text: String,
    /// For the id of the stamp.
    slug: String,
    /// The module that it is in.
    module: String,
    /// The packages and modules of the project that imports begin with.
    own: Vec<String>,
    /// The kind of tests that suits it best.
    kind: &'static str,
    /// The kinds that it can have.
    kinds: Vec<&'static str>,
    /// The tests by kind.
    tests: BTreeMap<&'static str, Tests>,
}

/// The tests of one kind.
#[derive(Debug, Serialize)]
struct Tests {
    /// The file.
    file: String,
    /// Directories that need an `__init__.py`; as many as the deepest project has, empty ones behind.
    packages: Vec<String>,
    /// The tests.
    cases: Vec<Case>,
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
        let endpoints = endpoints(code, &Mounts::default(), &route::of_file(code, path));
        let sockets = endpoints_of_sockets(code, path);
        if !endpoints.is_empty() || !sockets.is_empty() {
            return of_routes(code, text, (&endpoints, &sockets));
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
                .map(|symbol| values::regression(makings, symbol, &mut names))
                .collect(),
            _ => records
                .iter()
                .flat_map(|symbol| values::cases(makings, symbol, &mut names))
                .collect(),
        };
        let of_callables = callables.iter().flat_map(|callable| match kind {
            "regression" => pins::regression(makings, callable, &mut names),
            _ => unit::cases(makings, callable, &mut names),
        });
        cases.extend(of_callables);
        has_session |= cases.iter().any(|case| !case.fixtures.is_empty());
        tests.insert(kind, Tests::new(code, place, cases, &fixtures));
    }
    let kind = if has_session { "integration" } else { "unit" };
    Ok(Target {
        text: text.to_owned(),
        slug: slug(text),
        module: dotted,
        own: code.tops(),
        kind,
        kinds: kinds(&tests),
        tests,
    })
}

/// The tests of some endpoints of one file.
///
/// # Errors
/// A project error where it is not certain which client or which tests are meant.
fn of_routes(
    code: &Code,
    text: &str,
    (endpoints, sockets): (&[Endpoint], &[Endpoint]),
) -> Result<Target> {
    let first = endpoints.first().or(sockets.first());
    let handler = first.map(|endpoint| endpoint.route.handler.clone());
    let (path, module) = handler.map_or_else(Default::default, |found| (found.path, found.module));
    if let Some(module) = code.module(&path) {
        script::ensure_quiet(code, &path, &module, text)?;
        stray::ensure_found(code, &path, &module, text)?;
    }
    let siblings = endpoints_of(code, &path);
    let of_route = first.and_then(|endpoint| endpoint.app.clone());
    let app = of_route
        .map(|app| (app, String::new()))
        .or_else(|| routes::application(code));
    let endpoints = &of_one_application(endpoints, app.as_ref().map(|(app, _)| app));
    let mut tests = BTreeMap::new();
    for kind in KINDS.into_iter().filter(|kind| *kind != "unit") {
        let place = place(code, &path, kind)?;
        let fixtures = Fixtures::read(code, &place.directory);
        let fixtures = fixtures.of_application(app.as_ref().map(|(app, _)| app));
        let client = fixtures.client()?.cloned();
        let global = Fixture::global_client(code, &place.file).filter(|_| client.is_none());
        let is_lacking = client.is_none() && global.is_none();
        let own = is_lacking.then(|| app.clone()).flatten();
        let client = client
            .or_else(|| global.clone())
            .unwrap_or_else(Fixture::own_client);
        let is_started = fixtures.starts || (is_lacking && own.is_some());
        let connects = connects(code).filter(|_| !is_started);
        let asking = Asking {
            code,
            fixtures: &fixtures,
            client: &client,
            keeps_422: routes::keeps_422(code, app.as_ref().map(|(app, _)| app)),
            says_where: routes::says_where(code),
            left_out: connects.as_deref(),
            siblings: &siblings,
        };
        let mut names = TestNames::default();
        let mut cases: Vec<Case> = match kind {
            "e2e" => journey::cases(asking, endpoints, &mut names),
            "regression" => endpoints
                .iter()
                .flat_map(|endpoint| {
                    journey::regression(asking, endpoint, app.as_ref(), &mut names)
                })
                .collect(),
            _ => endpoints
                .iter()
                .flat_map(|endpoint| asking.cases(endpoint, &mut names))
                .collect(),
        };
        if kind == "integration" {
            let talks = sockets
                .iter()
                .flat_map(|one| asking.socket(one, &mut names));
            cases.extend(talks);
        }
        for case in &mut cases {
            if own.is_none() && is_lacking {
                case.lose_client();
            }
            case.shorten(
                code.line_length(),
                endpoints
                    .iter()
                    .map(|endpoint| (endpoint.name(), endpoint.route.handler.item.name.as_str())),
            );
            if let Some(global) = &global {
                case.fixtures.retain(|fixture| fixture.name != global.name);
            }
        }
        if cases.is_empty() {
            continue;
        }
        let mut made = Tests::new(code, place, cases, &fixtures);
        let asks = made
            .cases
            .iter()
            .any(|case| case.fixtures.iter().any(|one| one.name == "client"));
        if let (Some((symbol, _)), true) = (own, asks) {
            made.helpers.insert(
                0,
                Helper::Client {
                    import: super::sample::import(&symbol),
                    app: symbol.name,
                },
            );
        }
        tests.insert(kind, made);
    }
    Ok(Target {
        text: text.to_owned(),
        slug: slug(text),
        module,
        own: code.tops(),
        kind: "integration",
        kinds: kinds(&tests),
        tests,
    })
}

/// Endpoints, those of another application than `app` marked: the client of the tests does not reach them.
fn of_one_application(endpoints: &[Endpoint], app: Option<&Symbol>) -> Vec<Endpoint> {
    let mut endpoints = endpoints.to_vec();
    for endpoint in &mut endpoints {
        if let (Some(own), Some(app)) = (&endpoint.app, app)
            && own != app
        {
            let why = format!(
                "it is a route of `{}`, the others of `{}`",
                own.name, app.name
            );
            endpoint.unsure = endpoint.unsure.take().or(Some(why));
        }
    }
    endpoints
}

fn endpoints_of(code: &Code, path: &str) -> Vec<Endpoint> {
    endpoints(code, &Mounts::default(), &route::of_file(code, path))
}

fn endpoints_of_sockets(code: &Code, path: &str) -> Vec<Endpoint> {
    endpoints(code, &Mounts::default(), &route::sockets(code, path))
}

impl Tests {
    fn new(code: &Code, place: Place, mut cases: Vec<Case>, fixtures: &Fixtures) -> Self {
        for case in &mut cases {
            take_over(code, &place.file, case);
            case.wrap(code.line_length());
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
        }
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
