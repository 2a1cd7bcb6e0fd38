//! A target as templates see it: its module, its tests of each kind, and where they go.

use std::collections::BTreeMap;

use serde::Serialize;

use super::address::{Address, address, missing};
use super::ask::Asking;
use super::callable::{Callable, Makings};
use super::case::{Case, TestNames};
use super::code::{Code, Found};
use super::endpoint::{Endpoint, endpoints};
use super::fixtures::Fixtures;
use super::fixtures::{Fixture, Runner};
use super::mount::Mounts;
use super::place::{KINDS, Place, place};
use super::{journey, route, routes, unit};
use crate::error::{Error, Result};
use crate::facts::Facts;
use crate::naming::shown;
use crate::python::{Class, Function, Module, Symbol};
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
            of_routes(
                &code,
                text,
                &routes::named(&code, &routes, (&method, &path), text)?,
            )
        }
    };
    Ok(minijinja::Value::from(minijinja::value::Serde(target)))
}

fn of_code(code: &Code, text: &str, path: &str, name: Option<&str>) -> Result<Target> {
    let module = readable(code, path)?;
    let dotted = code.index.module(path).unwrap_or_default();
    if name.is_none() {
        let endpoints = endpoints(code, &Mounts::default(), &route::of_file(code, path));
        if !endpoints.is_empty() {
            return Ok(of_routes(code, text, &endpoints));
        }
    }
    let callables = callables(path, &dotted, &module, name, text)?;
    let mut tests = BTreeMap::new();
    let mut has_session = false;
    for kind in KINDS.into_iter().filter(|kind| *kind != "e2e") {
        let place = place(code, path, kind);
        let fixtures = Fixtures::read(code, &place.directory);
        let makings = Makings {
            code,
            fixtures: &fixtures,
        };
        let mut names = TestNames::default();
        let cases: Vec<Case> = callables
            .iter()
            .flat_map(|callable| match kind {
                "regression" => unit::regression(makings, callable, &mut names),
                _ => unit::cases(makings, callable, &mut names),
            })
            .collect();
        has_session |= cases.iter().any(|case| !case.fixtures.is_empty());
        tests.insert(kind, Tests::new(place, cases, &fixtures));
    }
    let kind = if has_session { "integration" } else { "unit" };
    Ok(Target {
        text: text.to_owned(),
        slug: slug(text),
        module: dotted,
        kind,
        kinds: tests.keys().copied().collect(),
        tests,
    })
}

/// The tests of some endpoints of one file.
fn of_routes(code: &Code, text: &str, endpoints: &[Endpoint]) -> Target {
    let handler = endpoints
        .first()
        .map(|endpoint| endpoint.route.handler.clone());
    let (path, module) = handler.map_or_else(Default::default, |found| (found.path, found.module));
    let siblings = endpoints_of(code, &path);
    let app = routes::application(code);
    let mut tests = BTreeMap::new();
    for kind in KINDS.into_iter().filter(|kind| *kind != "unit") {
        let place = place(code, &path, kind);
        let fixtures = Fixtures::read(code, &place.directory);
        let client = fixtures.client().cloned();
        let own = client.is_none().then(|| app.clone()).flatten();
        let client = client.unwrap_or_else(Fixture::own_client);
        let asking = Asking {
            code,
            fixtures: &fixtures,
            client: &client,
            keeps_422: routes::keeps_422(code),
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
        let lacks_client = own.is_none() && fixtures.client().is_none();
        for case in cases.iter_mut().filter(|_| lacks_client) {
            case.lose_client();
        }
        if cases.is_empty() {
            continue;
        }
        let mut made = Tests::new(place, cases, &fixtures);
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
    Target {
        text: text.to_owned(),
        slug: slug(text),
        module,
        kind: "integration",
        kinds: tests.keys().copied().collect(),
        tests,
    }
}

fn endpoints_of(code: &Code, path: &str) -> Vec<Endpoint> {
    endpoints(code, &Mounts::default(), &route::of_file(code, path))
}

impl Tests {
    fn new(place: Place, cases: Vec<Case>, fixtures: &Fixtures) -> Self {
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

/// What is tested of a module, or of a name in it.
fn callables(
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
            class.scope.is_empty()
                && !class.name.starts_with('_')
                && !super::callable::is_abstract(class)
        });
        let all: Vec<Callable> = functions
            .map(function)
            .chain(classes.flat_map(methods))
            .collect();
        return ensure_some(
            all,
            text,
            &format!("`{path}` has no public function and no class with methods"),
        );
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
        (Some(class), _, None) if super::callable::is_abstract(class) => {
            Err(Error::usage(format!(
                "`--target {}`: `{first}` is abstract ({path}:{})",
                shown(text),
                class.line
            ))
            .hint("test a class that implements it"))
        }
        (Some(class), _, None) => ensure_some(
            methods(class),
            text,
            &format!("`{first}` ({path}:{}) has no public method", class.line),
        ),
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
        "contextmanager",
        "asynccontextmanager",
    ];
    !function.name.starts_with('_')
        && !skipped
            .iter()
            .any(|name| function.decorator(name).is_some())
}

fn ensure_some(found: Vec<Callable>, text: &str, what: &str) -> Result<Vec<Callable>> {
    if found
        .iter()
        .any(|callable| callable.function.item.name != "__init__")
    {
        return Ok(found);
    }
    Err(Error::usage(format!("`--target {}`: {what}", shown(text)))
        .hint("a public function, a class with methods or a route can be tested"))
}

/// Letters, digits and dashes.
fn slug(text: &str) -> String {
    let dashed: String = text
        .trim()
        .trim_end_matches(".py")
        .chars()
        .map(|c| {
            if c.is_ascii_alphanumeric() {
                c.to_ascii_lowercase()
            } else {
                '-'
            }
        })
        .collect();
    let parts: Vec<&str> = dashed.split('-').filter(|part| !part.is_empty()).collect();
    parts.join("-")
}
