//! The application object, or the factory that makes it.

use super::code::Code;
use super::includes::Include;
use super::tally::{Decides, Tally};
use crate::facts::{Evidence, Fact, FactValue, Facts};
use crate::python::{CallSite, Expression, Module, Resolved};

/// The names that the class of applications has.
const CLASSES: [&str; 2] = ["fastapi.FastAPI", "fastapi.applications.FastAPI"];

/// Adds `http.app` and `http.factory`: what calls `FastAPI` outside tests; several are for the person to choose from.
pub(super) fn add(code: &Code, includes: &[Include], facts: &mut Facts) {
    let apps = apps(code);
    let mut tally = Tally::default();
    for app in &apps {
        tally.add(&app.symbol, app.evidence.clone());
    }
    let Some(mut fact) = tally.decide(Decides::Share(100)) else {
        return;
    };
    // One that is mounted on another is not what is served.
    let outer: Vec<&App> = apps.iter().filter(|app| !app.is_mounted).collect();
    if let ([only], false) = (&outer[..], fact.certain) {
        fact = Fact::certain(FactValue::Text(only.symbol.clone()), only.evidence.clone());
    }
    let chosen = apps
        .iter()
        .find(|app| fact.value.as_text() == Some(&app.symbol));
    if let Some(app) = chosen.filter(|app| fact.certain && app.is_factory) {
        let flag = Fact::certain(FactValue::Flag(true), app.evidence.clone());
        facts.add("http.factory", flag);
    }
    if let (Some(app), true) = (chosen.filter(|_| fact.certain), includes.is_empty()) {
        // No router is included yet: the application itself is where the first one goes.
        if let Some(local) = &app.local {
            let local = FactValue::Text(local.clone());
            facts.add("http.router", Fact::certain(local, app.evidence.clone()));
            let none = FactValue::Text("none".to_owned());
            facts.add(
                "http.router.form",
                Fact::certain(none, app.evidence.clone()),
            );
        }
    }
    facts.add("http.app", fact);
}

/// An application.
struct App {
    symbol: String,
    evidence: Evidence,
    is_factory: bool,
    /// Whether it is mounted on another.
    is_mounted: bool,
    /// The name that it has where it is made.
    local: Option<String>,
}

fn apps(code: &Code) -> Vec<App> {
    let mut apps: Vec<App> = Vec::new();
    for (path, module) in code.own() {
        for site in &module.calls {
            let callee = site.call.callee().unwrap_or_default();
            let is_app = callee.ends_with("FastAPI")
                && code
                    .external(path, callee)
                    .is_some_and(|name| CLASSES.contains(&name.as_str()));
            if !is_app {
                continue;
            }
            let app = app(code, path, module, site);
            if let Some(app) = app.filter(|app| apps.iter().all(|known| known.symbol != app.symbol))
            {
                apps.push(app);
            }
        }
    }
    apps
}

/// The application that a call makes: the module-level name that it gets, else the function around it.
fn app(code: &Code, path: &str, module: &Module, site: &CallSite) -> Option<App> {
    let dotted = code.index.module(path)?;
    let line = site.call.line;
    let mut assignments = module.assignments.iter();
    let name = assignments
        .find(|found| found.scope == site.scope && (found.line..=found.end_line).contains(&line))
        .map(|found| found.name.clone());
    let factory = site
        .scope
        .split('.')
        .next()
        .filter(|scope| !scope.is_empty());
    let (symbol, is_factory) = match factory {
        None => (format!("{dotted}:{}", name.clone()?), false),
        Some(factory) => match made_by(code, path, factory) {
            Some(symbol) => (symbol, false),
            None => (format!("{dotted}:{factory}"), true),
        },
    };
    Some(App {
        symbol,
        evidence: Evidence::line(path, line),
        is_factory,
        is_mounted: name.as_ref().is_some_and(|name| is_mounted(module, name)),
        local: name.map(|name| format!("{dotted}:{name}")),
    })
}

/// Whether an application is mounted on another in its own module.
fn is_mounted(module: &Module, name: &str) -> bool {
    module.calls.iter().any(|site| {
        let app = site.call.argument("app", 1).and_then(Expression::as_name);
        site.call.name() == "mount" && app == Some(name) && site.call.receiver() != Some(name)
    })
}

/// The module-level name that gets what the factory at `path` makes.
fn made_by(code: &Code, path: &str, factory: &str) -> Option<String> {
    let makes = |from: &str, callee: &str| match code.resolve(from, callee) {
        Some(Resolved::Own(symbol)) => symbol.path == path && symbol.name == factory,
        _ => false,
    };
    let callers = code.mentioning(factory);
    callers.iter().find_map(|(from, module)| {
        let assigned = module.assignments.iter().find(|assigned| {
            let call = assigned.value.as_ref().and_then(|value| value.as_call());
            let callee = call.and_then(|call| call.callee());
            assigned.scope.is_empty()
                && callee.is_some_and(|callee| callee.ends_with(factory) && makes(from, callee))
        })?;
        Some(format!("{}:{}", code.index.module(from)?, assigned.name))
    })
}
