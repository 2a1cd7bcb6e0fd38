//! What stands before the prefix of a sibling router, from the application down to where routers are included.

use super::code::Code;
use super::includes::Include;
use super::router::shared_prefix;
use super::tally::text;
use crate::facts::{Evidence, Facts, symbol};
use crate::python::{Expression, Form, Resolved, Symbol};

/// Routers are nested no deeper, nor are constants that stand for each other.
const DEPTH: usize = 8;

/// Adds `http.routes.full_path`, where every prefix on the way can be told from the files.
pub(super) fn add(code: &Code, includes: &[Include], facts: &mut Facts) {
    let router = facts.get("http.router").filter(|fact| fact.certain);
    let Some((module, name)) = router.and_then(|fact| symbol(fact.value.as_text()?)) else {
        return;
    };
    let Some(path) = code.index.path(module) else {
        return;
    };
    let (mut path, mut name) = (path.to_owned(), name.to_owned());
    let of_router = |include: &&Include| include.path == path && include.receiver == name;
    let siblings: Vec<&Include> = includes.iter().filter(of_router).collect();
    let shared = shared_prefix(code, &siblings).map(|prefix| value(code, &path, prefix, facts));
    let Some(mut before) = shared.unwrap_or_else(|| Some(String::new())) else {
        return;
    };
    let mut evidence = Evidence::line(&path, 1);
    for _ in 0..DEPTH {
        let Some(own) = own_prefix(code, &path, &name, facts) else {
            return;
        };
        before = format!("{own}{before}");
        let at: Vec<&Include> = includes
            .iter()
            .filter(|include| is_of(code, include, &path, &name))
            .collect();
        match at[..] {
            [] => {
                if let Some(mounted) = mounted(code, &path, &name) {
                    before = format!("{}{before}", mounted.trim_end_matches('/'));
                }
                break;
            }
            [include] => {
                let prefix = include.prefix.as_ref();
                let Some(prefix) = prefix.map_or(Some(String::new()), |prefix| {
                    value(code, &include.path, prefix, facts)
                }) else {
                    return;
                };
                before = format!("{prefix}{before}");
                evidence = Evidence::line(&include.path, include.line);
                (path, name) = (include.path.clone(), include.receiver.clone());
            }
            _ => return,
        }
    }
    facts.add("http.routes.full_path", text(&before, evidence));
}

/// The path at which an application is mounted on another in its own module.
pub(super) fn mounted(code: &Code, path: &str, name: &str) -> Option<String> {
    let module = code.module(path)?;
    let mut mounts = module
        .calls
        .iter()
        .filter(|site| site.call.name() == "mount");
    let mount = mounts.find(|site| {
        let app = site.call.argument("app", 1).and_then(Expression::as_name);
        app == Some(name) && site.call.receiver() != Some(name)
    })?;
    mount.call.argument("path", 0)?.as_text().map(str::to_owned)
}

/// Whether what is included is the router called `name` of the file at `path`, at its top or in the same function.
fn is_of(code: &Code, include: &Include, path: &str, name: &str) -> bool {
    if include.path == path && include.router == name {
        return true;
    }
    if let Some((maker, _)) = include.router.split_once('(') {
        return is_made_by(code, include, maker, (path, name));
    }
    let found = code.resolve(&include.path, &include.router);
    found
        .and_then(Resolved::own)
        .is_some_and(|symbol| symbol.path == path && symbol.name == name)
}

/// Whether the router is made in the function `maker`, whose result is included.
fn is_made_by(code: &Code, include: &Include, maker: &str, router: (&str, &str)) -> bool {
    let found = code.resolve(&include.path, maker).and_then(Resolved::own);
    let Some(maker) = found.filter(|maker| maker.path == router.0) else {
        return false;
    };
    code.module(&maker.path).is_some_and(|module| {
        let mut assignments = module.assignments.iter();
        assignments.any(|made| made.name == router.1 && made.scope == maker.name)
    })
}

/// The prefix that the router itself has; nothing where it cannot be told.
fn own_prefix(code: &Code, path: &str, name: &str, facts: &Facts) -> Option<String> {
    let module = code.module(path)?;
    let mut assigned = module
        .assignments
        .iter()
        .filter(|assigned| assigned.name == name);
    let call = assigned.find_map(|assigned| assigned.value.as_ref()?.as_call());
    match call.and_then(|call| call.keyword("prefix")) {
        None => Some(String::new()),
        Some(prefix) => value(code, path, prefix, facts),
    }
}

/// The text of an expression: a literal, a constant, a member of the settings with a default.
pub(super) fn value(code: &Code, path: &str, of: &Expression, facts: &Facts) -> Option<String> {
    read(code, path, of, (facts, DEPTH))
}

fn read(
    code: &Code,
    path: &str,
    of: &Expression,
    (facts, steps): (&Facts, usize),
) -> Option<String> {
    let steps = steps.checked_sub(1)?;
    let name = match &of.form {
        Form::Text(text) => return Some(text.clone()),
        Form::Name(name) => name,
        Form::Attribute(_, name) => return of_settings(code, name, facts),
        _ => return filled(code, path, of, (facts, steps)),
    };
    if let Some(Resolved::Own(symbol)) = code.resolve(path, name) {
        let module = code.module(&symbol.path)?;
        let constant = module.value(&symbol.name, "")?;
        return read(code, &symbol.path, constant, (facts, steps));
    }
    of_settings(code, name.rsplit_once('.')?.1, facts)
}

/// The text of `f"{settings.API}/v1"`, where every name in it stands for a text, and of `settings.API + "/v1"`.
fn filled(code: &Code, path: &str, of: &Expression, known: (&Facts, usize)) -> Option<String> {
    let named = |name: &str| {
        let named = Expression {
            form: Form::Name(name.to_owned()),
            ..of.clone()
        };
        read(code, path, &named, known)
    };
    if of.source.contains(" + ") {
        let part = |part: &str| match part.strip_prefix(['"', '\'']) {
            Some(text) => Some(text.trim_end_matches(['"', '\'']).to_owned()),
            None => named(part),
        };
        return of.source.split(" + ").map(part).collect();
    }
    let mut rest = of.source.strip_prefix('f')?.trim_matches(['"', '\'']);
    let mut text = String::new();
    while let Some((before, after)) = rest.split_once('{') {
        let (name, behind) = after.split_once('}')?;
        text.push_str(before);
        text.push_str(&named(name)?);
        rest = behind;
    }
    text.push_str(rest);
    Some(text)
}

/// The default of a member of the settings, inherited ones included.
fn of_settings(code: &Code, member: &str, facts: &Facts) -> Option<String> {
    let (module, name) = symbol(facts.text("settings")?)?;
    let path = code.index.path(module)?;
    let own = Symbol {
        module: module.to_owned(),
        name: name.to_owned(),
        path: path.to_owned(),
    };
    let class = code.class(&own)?;
    let above = code
        .ancestors(path, &class)
        .into_iter()
        .filter_map(Resolved::own);
    let mut classes = std::iter::once(own)
        .chain(above)
        .filter_map(|symbol| code.class(&symbol));
    classes.find_map(|class| {
        let value = class.attribute(member)?.value.as_ref()?;
        let field = || value.as_call()?.argument("default", 0)?.as_text();
        value.as_text().or_else(field).map(str::to_owned)
    })
}

#[cfg(test)]
mod tests {
    use crate::detect::tests::check;

    #[test]
    fn a_router_that_a_function_makes() {
        let main = "from fastapi import FastAPI\nfrom app.routes import get_router\napp = FastAPI()\napp.include_router(get_router(True), prefix='/api')\n";
        let routes = "from fastapi import APIRouter\nfrom app import items, users\ndef get_router(debug):\n    router = APIRouter(prefix='/v1')\n    router.include_router(items.router)\n    router.include_router(users.router)\n    return router\n";
        let one = "from fastapi import APIRouter\nrouter = APIRouter()\n";
        check(
            &[
                ("app/__init__.py", ""),
                ("app/main.py", main),
                ("app/routes.py", routes),
                ("app/items.py", one),
                ("app/users.py", one),
            ],
            &[("http.routes.full_path", "/api/v1")],
        );
    }
}
