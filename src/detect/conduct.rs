//! What sibling routes do alike: which user they demand, which error they raise for what is not there.

use std::collections::BTreeSet;

use super::code::Code;
use super::depends::{annotated, depended};
use super::entities::Entities;
use super::router::{Aggregator, made};
use super::tally::{Decides, Tally, text};
use crate::facts::{Evidence, Facts, symbol};
use crate::python::{Call, Expression, Form, Module, Resolved};

/// Words in the name of a dependency that demands a user.
const DEMANDING: [&str; 8] = [
    "user",
    "auth",
    "current",
    "principal",
    "account",
    "identity",
    "login",
    "permission",
];

/// Adds `http.auth`: the dependency by which at least half of the sibling route modules demand a user.
pub(super) fn add_auth(code: &Code, aggregator: &Aggregator, facts: &mut Facts) {
    let mut paths = BTreeSet::new();
    for include in &aggregator.includes {
        paths.extend(made(code, include).map(|made| made.symbol.path));
    }
    let in_paths = path_parameters(code, &paths);
    let mut tally = Tally::default();
    for path in &paths {
        let Some(module) = code.module(path) else {
            continue;
        };
        for (function, line) in demanded(code, path, &module) {
            if !takes(code, &function, &in_paths) {
                tally.add(function, Evidence::line(path, line));
            }
        }
    }
    let ranked = tally.ranked();
    let most = ranked.first().map_or(0, |(_, count, _)| *count);
    if most * 2 < paths.len() || most == 0 {
        return;
    }
    // Of two that are demanded about as often, the one that asks for less is what a new route begins with.
    let is_plain = |name: &str| {
        !["super", "admin", "optional"]
            .iter()
            .any(|word| name.contains(word))
    };
    let plain = ranked
        .iter()
        .find(|(name, count, _)| is_plain(name) && count * 2 >= most);
    let fact = match plain {
        Some((name, _, evidence)) => Some(text(name, (*evidence).clone())),
        None => tally.decide(Decides::Times(1)),
    };
    if let Some(fact) = fact {
        facts.add("http.auth", fact);
    }
}

/// What the paths of the routes in these modules take: `tournament_id` of `/tournaments/{tournament_id}/courts`.
fn path_parameters(code: &Code, paths: &BTreeSet<String>) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for module in paths.iter().filter_map(|path| code.module(path)) {
        let decorators = module.all_functions().flat_map(|it| &it.decorators);
        let calls = decorators.filter_map(Expression::as_call);
        let routes = calls.filter_map(|call| call.argument("path", 0)?.as_text());
        for part in routes.flat_map(|route| route.split('{').skip(1)) {
            let name = part.split(['}', ':']).next().unwrap_or_default();
            found.insert(name.to_owned());
        }
    }
    found
}

/// Whether a dependency takes what stands in the paths of some routes: those of another entity have it not.
fn takes(code: &Code, function: &str, in_paths: &BTreeSet<String>) -> bool {
    let found = symbol(function).and_then(|(module, name)| {
        let module = code.module(code.index.path(module)?)?;
        module.function(name).cloned()
    });
    found.is_some_and(|function| {
        let mut parameters = function.parameters.iter();
        parameters.any(|parameter| in_paths.contains(&parameter.name))
    })
}

/// The dependencies for a user that a module of routes has, each once, with the line of the first.
fn demanded(code: &Code, path: &str, module: &Module) -> Vec<(String, usize)> {
    let mut found: Vec<(String, usize)> = Vec::new();
    let mut add = |function: Option<String>, line: usize| {
        if let Some(function) = function.filter(|function| is_demanding(code, function))
            && !found.iter().any(|(known, _)| *known == function)
        {
            found.push((function, line));
        }
    };
    for site in &module.calls {
        add(depended(code, path, &site.call), site.call.line);
    }
    for function in module.all_functions() {
        for annotation in function
            .parameters
            .iter()
            .filter_map(|parameter| parameter.annotation.as_ref())
        {
            add(of_annotation(code, path, annotation), function.line);
        }
    }
    found
}

/// The function that an annotation depends on: `Annotated[…]` itself, or the name of one.
fn of_annotation(code: &Code, path: &str, annotation: &Expression) -> Option<String> {
    if let Form::Index(..) = annotation.form {
        return annotated(code, path, annotation);
    }
    let symbol = code.resolve(path, annotation.as_name()?)?.own()?;
    let module = code.module(&symbol.path)?;
    annotated(code, &symbol.path, module.value(&symbol.name, "")?)
}

/// Whether a symbol is a function whose name says that it wants a user.
fn is_demanding(code: &Code, function: &str) -> bool {
    let Some((module, name)) = symbol(function) else {
        return false;
    };
    let module = code.index.path(module).and_then(|path| code.module(path));
    let is_function = module.is_some_and(|module| module.function(name).is_some());
    let words = name.split('_').any(|word| DEMANDING.contains(&word));
    is_function && words
}

/// Adds `http.errors.not_found`: the exception of the project's own that is raised for what is not there, where that
/// is done more often than `HTTPException(404)`.
pub(super) fn add_not_found(code: &Code, entities: &Entities, facts: &mut Facts) {
    let mut own = Tally::default();
    let mut plain = 0;
    for (path, module) in code.own() {
        for raised in module.all_functions().flat_map(|function| &function.raised) {
            let head = raised.exception.head().unwrap_or_default();
            if head == "HTTPException" {
                plain += usize::from(raised.exception.as_call().is_some_and(is_404));
                continue;
            }
            let lower = head.to_lowercase();
            let says = ["notfound", "doesnotexist", "nosuch"]
                .iter()
                .any(|word| lower.contains(word));
            if !says || entities.begins(head) {
                continue;
            }
            let name = raised
                .exception
                .as_call()
                .map_or(raised.exception.as_name(), Call::callee);
            let resolved = name
                .and_then(|name| code.resolve(path, name))
                .and_then(Resolved::own);
            if let Some(symbol) = resolved.filter(|symbol| code.class(symbol).is_some()) {
                own.add(
                    format!("{}:{}", symbol.module, symbol.name),
                    Evidence::line(path, raised.line),
                );
            }
        }
    }
    if own.total() > plain
        && let Some(fact) = own.decide(Decides::Share(60))
    {
        facts.add("http.errors.not_found", fact);
    }
}

fn is_404(call: &Call) -> bool {
    call.argument("status_code", 0)
        .is_some_and(|status| status.source.contains("404"))
}

#[cfg(test)]
mod tests {
    use crate::detect::tests::check;

    /// What demands a user for one thing of theirs, by an id in the path, demands nothing that other routes have.
    #[test]
    fn whom_routes_demand() {
        let main = "from fastapi import FastAPI\nfrom app import courts, teams\napp = FastAPI()\napp.include_router(courts.router)\napp.include_router(teams.router)\n";
        let deps = "from fastapi import Depends\ndef current_user(token=Depends(x)): ...\ndef user_of_cup(cup_id: int): ...\n";
        for (path, dependency, expected) in [
            ("/courts", "current_user", "app.deps:current_user"),
            (
                "/cups/{cup_id}/courts",
                "current_user",
                "app.deps:current_user",
            ),
            ("/cups/{cup_id}/courts", "user_of_cup", ""),
            ("/courts", "user_of_cup", "app.deps:user_of_cup"),
        ] {
            let routes = format!(
                "from fastapi import APIRouter, Depends\nfrom app.deps import {dependency}\nrouter = APIRouter()\n@router.get(\"{path}\")\ndef all(user=Depends({dependency})): ...\n"
            );
            let files = [
                ("app/main.py", main),
                ("app/deps.py", deps),
                ("app/courts.py", routes.as_str()),
                ("app/teams.py", routes.as_str()),
            ];
            check(&files, &[("http.auth", expected)]);
        }
    }
}
