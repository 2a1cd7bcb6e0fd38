//! Which user sibling routes demand.

mod guards;

use std::collections::BTreeSet;

use heck::ToSnakeCase;

use super::code::Code;
use super::depends::{annotated, depended};
use super::entities::Entities;
use super::router::{Aggregator, made};
use super::tally::{Decides, Tally, text};
use crate::facts::{Evidence, Facts, symbol};
use crate::python::{Expression, Form, Function, Module, Parameter};

/// Words in the name of what demands a user, be it depended on or called for that.
const DEMANDING: [&str; 18] = [
    "user",
    "auth",
    "authenticate",
    "authenticator",
    "authorize",
    "authorizer",
    "authenticated",
    "current",
    "principal",
    "account",
    "identity",
    "login",
    "permission",
    "permissions",
    "role",
    "roles",
    "bearer",
    "access",
];

/// Last words of what gives something else than a user, and of the classes of that: `get_auth_settings`.
const GIVING: [&str; 18] = [
    "service",
    "services",
    "settings",
    "config",
    "repository",
    "repo",
    "dao",
    "crud",
    "db",
    "database",
    "session",
    "manager",
    "store",
    "storage",
    "strategy",
    "backend",
    "client",
    "limiter",
];

/// Through how many dependencies a user is looked for.
const DEPTH: usize = 3;

/// What else than a user can be the current one: `get_current_tenant`.
const OF_NOBODY: [&str; 10] = [
    "tenant",
    "organization",
    "organisation",
    "org",
    "workspace",
    "company",
    "locale",
    "language",
    "time",
    "timezone",
];

/// Adds `http.auth`: the dependency by which at least half of the sibling route modules demand a user. Modules of
/// entities are looked at alone, where there are such: those for health and for signing in demand nobody.
pub(super) fn add(code: &Code, aggregator: &Aggregator, entities: &Entities, facts: &mut Facts) {
    let mut paths = BTreeSet::new();
    for include in &aggregator.includes {
        paths.extend(made(code, include).map(|made| made.symbol.path));
    }
    let of_entities = |path: &String| entities.path_template(path).is_some();
    if paths.iter().any(of_entities) {
        paths.retain(of_entities);
    }
    let most = |tally: &Tally| tally.ranked().first().map_or(0, |(_, count, _)| *count);
    let is_told = |tally: &Tally| most(tally) > 0 && most(tally) * 2 >= paths.len();
    // What is not called so may depend on a user in its turn.
    let tallies = [0, DEPTH].map(|depth| demands(code, &paths, depth));
    let Some(tally) = tallies.iter().find(|tally| is_told(tally)) else {
        guards::add(code, &paths, facts);
        return;
    };
    let (ranked, most) = (tally.ranked(), most(tally));
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

/// How often each dependency demands a user, once for each module of `paths`; `depth` says through how many others.
fn demands(code: &Code, paths: &BTreeSet<String>, depth: usize) -> Tally {
    let in_paths = path_parameters(code, paths);
    let mut tally = Tally::default();
    for path in paths {
        let Some(module) = code.module(path) else {
            continue;
        };
        for (function, line) in demanded(code, path, &module, depth) {
            if !takes(code, &function, &in_paths, depth) {
                tally.add(function, Evidence::line(path, line));
            }
        }
    }
    tally
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

/// Whether a dependency takes what stands in the paths of some routes, itself or by what it depends on: those of
/// another entity have it not.
fn takes(code: &Code, dependency: &str, in_paths: &BTreeSet<String>, depth: usize) -> bool {
    let takes_itself = |function: &Function| {
        let mut parameters = function.parameters.iter();
        parameters.any(|parameter| in_paths.contains(&parameter.name))
    };
    function(code, dependency).is_some_and(|function| takes_itself(&function))
        || depth > 0
            && own_dependencies(code, dependency)
                .iter()
                .any(|inner| takes(code, inner, in_paths, depth - 1))
}

/// The function at the top that a symbol names.
fn function(code: &Code, dependency: &str) -> Option<Function> {
    let (module, name) = symbol(dependency)?;
    let module = code.module(code.index.path(module)?)?;
    module.function(name).cloned()
}

/// What a dependency depends on itself.
fn own_dependencies(code: &Code, dependency: &str) -> Vec<String> {
    let path = symbol(dependency).and_then(|(module, _)| code.index.path(module));
    let (Some(path), Some(function)) = (path, function(code, dependency)) else {
        return Vec::new();
    };
    let of_parameter = |parameter: &Parameter| {
        let by_default = parameter.default.as_ref().and_then(Expression::as_call);
        let by_default = by_default.and_then(|call| depended(code, path, call));
        let annotation = parameter.annotation.as_ref();
        by_default.or_else(|| of_annotation(code, path, annotation?))
    };
    function
        .parameters
        .iter()
        .filter_map(of_parameter)
        .collect()
}

/// The dependencies for a user that a module of routes has, each once, with the line of the first.
fn demanded(code: &Code, path: &str, module: &Module, depth: usize) -> Vec<(String, usize)> {
    let mut found: Vec<(String, usize)> = Vec::new();
    let mut add = |function: Option<String>, line: usize| {
        if let Some(function) = function.filter(|function| is_demanding(code, function, depth))
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

/// Whether the name of what is called for a guard says that a user is wanted: `require_role`, `RoleChecker`.
fn says_so(name: &str) -> bool {
    let snake = name.to_snake_case();
    let words: Vec<&str> = snake.split('_').collect();
    !gives(&words) && asks_for_user(&words)
}

/// Whether words say that something else than a user is given: a service, settings, one of several by an id.
fn gives(words: &[&str]) -> bool {
    words.last().is_some_and(|last| GIVING.contains(last)) || words.contains(&"by")
}

/// Whether a symbol is something to call whose name says that it wants a user: a function, what a call at the top
/// made, the method of such; or a function that depends on one.
fn is_demanding(code: &Code, dependency: &str, depth: usize) -> bool {
    let Some((module, name)) = symbol(dependency) else {
        return false;
    };
    let words: Vec<&str> = name.rsplit('.').next().unwrap_or(name).split('_').collect();
    if gives(&words) {
        return false;
    }
    let function = function(code, dependency);
    if function.as_ref().is_some_and(gives_thing) {
        return false;
    }
    if !asks_for_user(&words) {
        let inner = || own_dependencies(code, dependency);
        return depth > 0 && inner().iter().any(|it| is_demanding(code, it, depth - 1));
    }
    if function.is_some() {
        return true;
    }
    let (first, rest) = name.split_once('.').unwrap_or((name, ""));
    let module = code.index.path(module).and_then(|path| code.module(path));
    module.is_some_and(|module| {
        let made = module.value(first, "").and_then(Expression::as_call);
        let class = module.class(first);
        made.is_some_and(|call| call.name() != "Annotated")
            || class.is_some_and(|class| class.method(rest).is_some())
    })
}

/// Whether words say that a user is wanted; what is current may be something else.
fn asks_for_user(words: &[&str]) -> bool {
    let of_nobody = words.iter().any(|word| OF_NOBODY.contains(word));
    let asks = |word: &&str| DEMANDING.contains(word) && !(*word == "current" && of_nobody);
    words.iter().any(asks)
}

/// Whether the class that a function returns is that of a thing; `UserDB` is a row.
fn gives_thing(function: &Function) -> bool {
    let returned = function.returns.as_ref().and_then(Expression::head);
    let returned = returned.unwrap_or_default().to_lowercase();
    let is_thing = |word: &str| returned.ends_with(word) && (word != "db" || returned == "db");
    GIVING.iter().copied().any(is_thing)
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

    /// What is depended on may be the method of an object, or what a call made; what gives a service or settings demands
    /// nobody. Routes for health do not count beside those of an entity.
    #[test]
    fn what_demands() {
        let main = "from fastapi import FastAPI\nfrom app import health, orders, ping, status\napp = FastAPI()\napp.include_router(orders.router)\napp.include_router(health.router)\napp.include_router(ping.router)\napp.include_router(status.router)\n";
        let plain = "from fastapi import APIRouter\nrouter = APIRouter()\n";
        let deps = "class Users: ...\nusers = Users()\ncurrent_active_user = users.make(active=True)\ndef get_user_service() -> Users: ...\ndef get_auth_settings(): ...\ndef user_access() -> AuthService: ...\ndef get_user_by_id(): ...\ndef current_owner() -> UserDB: ...\ndef get_current_tenant() -> str: ...\ndef get_context(user=Depends(users.current_user)): ...\ndef authorize(token): ...\n";
        for (dependency, expected) in [
            ("users.current_user", "app.deps:users.current_user"),
            ("current_active_user", "app.deps:current_active_user"),
            ("get_user_service", ""),
            ("get_auth_settings", ""),
            ("user_access", ""),
            ("get_user_by_id", ""),
            ("users.load", ""),
            ("current_owner", "app.deps:current_owner"),
            ("get_current_tenant", ""),
            ("get_context", "app.deps:get_context"),
            ("authorize", "app.deps:authorize"),
        ] {
            let bound = dependency.split('.').next().unwrap_or_default();
            let routes = format!(
                "from fastapi import APIRouter, Security\nfrom app.deps import {bound}\nrouter = APIRouter()\n@router.get(\"/orders\")\ndef all(user=Security({dependency}, scopes=[\"x\"])): ...\n"
            );
            let model = "from sqlmodel import SQLModel, Field\nclass Order(SQLModel, table=True):\n    id: int = Field(primary_key=True)\n";
            let files = [
                ("app/main.py", main),
                ("app/deps.py", deps),
                ("app/models.py", model),
                ("app/orders.py", routes.as_str()),
                ("app/health.py", plain),
                ("app/ping.py", plain),
                ("app/status.py", plain),
            ];
            check(&files, &[("http.auth", expected)]);
        }
    }
}
