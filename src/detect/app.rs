//! The application object, or the factory that makes it.

use super::code::Code;
use super::tally::{Decides, Tally};
use crate::facts::{Evidence, Fact, FactValue, Facts};
use crate::python::{Module, Resolved};

/// The names that the class of applications has.
const CLASSES: [&str; 2] = ["fastapi.FastAPI", "fastapi.applications.FastAPI"];

/// Adds `http.app` and `http.factory`: what calls `FastAPI` outside tests; several are for the person to choose from.
pub(super) fn add(code: &Code, facts: &mut Facts) {
    let apps = apps(code);
    let mut tally = Tally::default();
    for app in &apps {
        tally.add(&app.symbol, app.evidence.clone());
    }
    let Some(mut fact) = tally.decide(Decides::Share(100)) else {
        return;
    };
    let included = |app: &&App| app.includes > 0;
    let with_routers: Vec<&App> = apps.iter().filter(included).collect();
    if let ([only], false) = (&with_routers[..], fact.certain) {
        // The others serve no routers: examples, side-cars, applications for a single purpose.
        fact = Fact::certain(FactValue::Text(only.symbol.clone()), only.evidence.clone());
    }
    let chosen = apps
        .iter()
        .find(|app| fact.value.as_text() == Some(&app.symbol));
    if let Some(app) = chosen.filter(|app| fact.certain && app.is_factory) {
        let flag = Fact::certain(FactValue::Flag(true), app.evidence.clone());
        facts.add("http.factory", flag);
    }
    facts.add("http.app", fact);
}

/// An application.
struct App {
    symbol: String,
    evidence: Evidence,
    is_factory: bool,
    /// How many routers are included where it is made.
    includes: usize,
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
            let app = app(code, path, module, site.call.line, &site.scope);
            if let Some(app) = app.filter(|app| apps.iter().all(|known| known.symbol != app.symbol))
            {
                apps.push(app);
            }
        }
    }
    apps
}

/// The application that the call at `line` makes: of the module-level name, else of the function around it.
fn app(code: &Code, path: &str, module: &Module, line: usize, scope: &str) -> Option<App> {
    let dotted = code.index.module(path)?;
    let evidence = Evidence::line(path, line);
    let mut assignments = module.assignments.iter();
    let assigned = assignments
        .find(|found| found.scope == scope && (found.line..=found.end_line).contains(&line));
    let name = assigned.map(|assigned| assigned.name.clone());
    let includes = |scope: &str| {
        let sites = module
            .calls
            .iter()
            .filter(|site| site.call.name() == "include_router" && site.scope == scope);
        sites.count()
    };
    if scope.is_empty() {
        return Some(App {
            symbol: format!("{dotted}:{}", name?),
            evidence,
            is_factory: false,
            includes: includes(""),
        });
    }
    let factory = scope.split('.').next()?;
    let made = made_by(code, path, factory);
    let (symbol, is_factory) = match made {
        Some(symbol) => (symbol, false),
        None => (format!("{dotted}:{factory}"), true),
    };
    Some(App {
        symbol,
        evidence,
        is_factory,
        includes: includes(scope),
    })
}

/// The module-level name that gets what the factory at `path` makes.
fn made_by(code: &Code, path: &str, factory: &str) -> Option<String> {
    let makes = |from: &str, callee: &str| match code.resolve(from, callee) {
        Some(Resolved::Own(symbol)) => symbol.path == path && symbol.name == factory,
        _ => false,
    };
    code.own().find_map(|(from, module)| {
        let assigned = module.assignments.iter().find(|assigned| {
            let call = assigned.value.as_ref().and_then(|value| value.as_call());
            let callee = call.and_then(|call| call.callee());
            assigned.scope.is_empty()
                && callee.is_some_and(|callee| callee.ends_with(factory) && makes(from, callee))
        })?;
        Some(format!("{}:{}", code.index.module(from)?, assigned.name))
    })
}
