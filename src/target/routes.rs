//! Routes by the name that a person gave: `GET /items/{id}`.

use super::code::Code;
use super::endpoint::{Endpoint, Placed, placed};
use super::mount::Mounts;
use super::route::Route;
use crate::error::{Error, Result, nearest};
use crate::idiom::SOCKET;
use crate::naming::shown;
use crate::python::{Expression, Symbol};

/// The endpoint that a method and a path name.
///
/// # Errors
/// A usage error that names the routes that come near, or those that are meant alike.
pub(super) fn named(
    code: &Code,
    routes: &[Route],
    (method, path): (&str, &str),
    text: &str,
) -> Result<Vec<Endpoint>> {
    let of_method: Vec<Route> = routes
        .iter()
        .filter(|route| route.method.eq_ignore_ascii_case(method))
        .cloned()
        .collect();
    let all = placed(code, &Mounts::default(), &of_method);
    let wanted = shape(path);
    let exact: Vec<&Placed> = all
        .iter()
        .filter(|one| shape(&one.path()) == wanted)
        .collect();
    let found = if exact.is_empty() {
        all.iter()
            .filter(|one| shape(&one.path()).ends_with(&wanted))
            .collect()
    } else {
        exact
    };
    match found[..] {
        [one] => Ok(vec![one.known(code)]),
        [] => Err(none(code, routes, (method, path), text)),
        _ => Err(several(&found, text)),
    }
}

/// The parts of a path, all names in braces alike.
fn shape(path: &str) -> Vec<String> {
    let parts = path.split('/').filter(|part| !part.is_empty());
    parts
        .map(|part| {
            if part.starts_with('{') {
                "{}".to_owned()
            } else {
                part.to_owned()
            }
        })
        .collect()
}

/// How many routes an error names.
const NAMED: usize = 12;

fn line(endpoint: &Placed) -> String {
    let handler = &endpoint.route.handler;
    format!(
        "`{}` ({}:{})",
        endpoint.name(),
        handler.path,
        handler.item.line
    )
}

fn none(code: &Code, routes: &[Route], (method, path): (&str, &str), text: &str) -> Error {
    let what = if method.eq_ignore_ascii_case(SOCKET) {
        "websocket"
    } else {
        "route"
    };
    let error = Error::usage(format!(
        "`--target {}`: there is no such {what}",
        shown(text)
    ));
    let all = placed(code, &Mounts::default(), routes);
    if all.is_empty() {
        return error.hint(format!("no module outside the tests declares a {what}"));
    }
    let wanted = format!("{} {path}", method.to_uppercase());
    let names: Vec<String> = all.iter().map(Placed::name).collect();
    let near = nearest(&wanted, names.iter().map(String::as_str));
    let mut chosen: Vec<&Placed> = all
        .iter()
        .filter(|one| near.contains(&one.name().as_str()))
        .collect();
    if chosen.is_empty() {
        chosen = all.iter().collect();
    }
    chosen.truncate(NAMED);
    let lines: Vec<String> = chosen.into_iter().map(line).collect();
    error.hint(format!("there are {}", lines.join(", ")))
}

fn several(found: &[&Placed], text: &str) -> Error {
    let lines: Vec<String> = found.iter().map(|one| line(one)).collect();
    Error::usage(format!(
        "`--target {}`: several routes are meant: {}",
        shown(text),
        lines.join(", ")
    ))
    .hint("give the whole path")
}

/// The application of the project: a fact, else the one at the top of a module.
pub(super) fn application(code: &Code) -> Option<(Symbol, String)> {
    let by_fact = code.facts.text("http.app").and_then(|text| {
        let (module, name) = text.split_once(':')?;
        let path = code.index.path(module)?.to_owned();
        Some(Symbol {
            module: module.to_owned(),
            name: name.to_owned(),
            path,
        })
    });
    if let Some(symbol) = by_fact {
        let value = code.value(&symbol);
        return value.map(|value| (symbol, value.source));
    }
    let tests = code.tests();
    let mut found = Vec::new();
    for path in code
        .paths()
        .iter()
        .filter(|path| !tests.contains(&path.as_str()))
    {
        if !code.text(path).unwrap_or_default().contains("FastAPI") {
            continue;
        }
        let Some(module) = code.module(path) else {
            continue;
        };
        for one in module.assignments.iter().filter(|one| one.scope.is_empty()) {
            let call = one.value.as_ref().and_then(Expression::as_call);
            if call.is_some_and(|call| is_application(code, path, call)) {
                found.push(Symbol {
                    module: code.index.module(path)?,
                    name: one.name.clone(),
                    path: path.clone(),
                });
            }
        }
    }
    match &found[..] {
        [one] => Some((one.clone(), String::new())),
        _ => None,
    }
}

fn is_application(code: &Code, path: &str, call: &crate::python::Call) -> bool {
    let returns_app = || {
        let function = code.function(&code.symbol(path, call.callee()?)?)?;
        Some(function.item.returns?.head() == Some("FastAPI"))
    };
    call.name() == "FastAPI" || returns_app().unwrap_or(false)
}

/// Whether errors of validation keep the status 422 in `app`: nobody handles them, or the handler says so.
pub(super) fn keeps_422(code: &Code, app: Option<&Symbol>) -> bool {
    let tests = code.tests();
    code.paths()
        .iter()
        .filter(|path| !tests.contains(&path.as_str()) && !is_of_another(code, path, app))
        .filter_map(|path| code.text(path))
        .filter(|text| {
            text.contains("RequestValidationError") && text.contains("exception_handler")
        })
        .all(|text| text.contains("422"))
}

/// Whether errors of validation are answered as `FastAPI` does: nothing handles them, and nothing wraps what is answered.
pub(super) fn says_where(code: &Code) -> bool {
    let tests = code.tests();
    let own = code
        .paths()
        .iter()
        .filter(|path| !tests.contains(&path.as_str()));
    let words = ["RequestValidationError", "body_iterator", "route_class"];
    own.filter_map(|path| code.text(path))
        .all(|text| !words.iter().any(|word| text.contains(word)))
}

/// Whether a file makes an application of its own at its top, which is not `app`.
fn is_of_another(code: &Code, path: &str, app: Option<&Symbol>) -> bool {
    let Some(app) = app.filter(|app| app.path != path) else {
        return false;
    };
    let makes = code.text(path).unwrap_or_default().contains("FastAPI(");
    let own = code.module(path).filter(|_| makes);
    let is_made = own.is_some_and(|module| {
        module.assignments.iter().any(|one| {
            let call = one.value.as_ref().and_then(Expression::as_call);
            one.scope.is_empty() && call.is_some_and(|call| is_application(code, path, call))
        })
    });
    let imports = code.module(&app.path).is_some_and(|module| {
        let from = |import: &crate::python::Import| code.index.absolute(import, &app.path);
        module
            .imports
            .iter()
            .any(|import| from(import) == code.index.module(path))
    });
    is_made && !imports
}
