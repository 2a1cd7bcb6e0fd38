//! The application object, or the factory that makes it.

use super::code::Code;
use super::includes::Include;
use super::tally::{Decides, Tally};
use crate::facts::{Evidence, Fact, FactValue, Facts};
use crate::python::{CallSite, Expression, Module, Resolved};

/// The names that the class of applications has.
const CLASSES: [&str; 2] = ["fastapi.FastAPI", "fastapi.applications.FastAPI"];

/// Directories that show how something is used, or try it, beside the program.
const ASIDE: [&str; 13] = [
    "benchmark",
    "benchmarks",
    "demo",
    "demos",
    "docs",
    "docs_src",
    "example",
    "examples",
    "playground",
    "samples",
    "scripts",
    "tools",
    "tutorials",
];

/// Adds `http.app` and `http.factory`: what calls `FastAPI` outside tests; several are for the person to choose from.
pub(super) fn add(code: &Code, includes: &[Include], facts: &mut Facts) {
    let mut apps = apps(code);
    keep(&mut apps, |app| !is_aside(&app.evidence.place));
    keep(&mut apps, |app| app.is_given);
    // One that is mounted on another is not what is served.
    keep(&mut apps, |app| !app.is_mounted);
    let mut tally = Tally::default();
    for app in &apps {
        tally.add(&app.symbol, app.evidence.clone());
    }
    let Some(fact) = tally.decide(Decides::Share(100)) else {
        return;
    };
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

/// Leaves out the applications that are not `wanted`, where others are.
fn keep(apps: &mut Vec<App>, wanted: impl Fn(&App) -> bool) {
    if apps.iter().any(&wanted) {
        apps.retain(wanted);
    }
}

fn is_aside(path: &str) -> bool {
    let mut dirs = path.split('/').rev().skip(1);
    dirs.any(|dir| ASIDE.contains(&dir))
}

/// An application.
struct App {
    symbol: String,
    evidence: Evidence,
    is_factory: bool,
    /// Whether anybody else can have it: at the top of its module, or returned by the function that makes it.
    is_given: bool,
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
            if !callee.ends_with("FastAPI") || !is_application(code, path, callee) {
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

/// Whether a name stands for FastAPI's class, or one of the project that inherits it.
fn is_application(code: &Code, path: &str, name: &str) -> bool {
    let is_it = |found: &Resolved| found.external().is_some_and(|it| CLASSES.contains(&it));
    match code.resolve(path, name) {
        Some(Resolved::Own(symbol)) => {
            let class = code.class(&symbol);
            class.is_some_and(|class| code.ancestors(&symbol.path, &class).iter().any(is_it))
        }
        found => found.as_ref().is_some_and(is_it),
    }
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
        is_given: !is_factory || is_returned(module, site, name.as_deref()),
        is_mounted: name
            .as_ref()
            .is_some_and(|name| is_mounted(code, path, name)),
        local: name.map(|name| format!("{dotted}:{name}")),
    })
}

/// Whether the function around `site` returns or yields what is made there, as it is or in a call.
fn is_returned(module: &Module, site: &CallSite, name: Option<&str>) -> bool {
    let Some(function) = module.function_at(&site.scope) else {
        return true;
    };
    let mut given = function.returned.iter().chain(&function.yielded);
    given.any(|value| {
        value.as_call().is_some() || value.as_name().is_some_and(|it| Some(it) == name)
    })
}

/// Whether an application is mounted on another, in its own module or where it is imported.
fn is_mounted(code: &Code, path: &str, name: &str) -> bool {
    let is_it = |from: &str, app: &str| match code.resolve(from, app) {
        _ if from == path => app == name,
        Some(Resolved::Own(symbol)) => symbol.path == path && symbol.name == name,
        _ => false,
    };
    code.own().any(|(from, module)| {
        module.calls.iter().any(|site| {
            let app = site.call.argument("app", 1).and_then(Expression::as_name);
            site.call.name() == "mount"
                && site.call.receiver() != Some(name)
                && app.is_some_and(|app| is_it(from, app))
        })
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

#[cfg(test)]
mod tests {
    use crate::detect::tests::check;

    #[test]
    fn which_application_is_served() {
        let made = "from fastapi import FastAPI\napp = FastAPI()\n";
        for (other, at, expected) in [
            (made, "shop/other.py", "? shop.main:app | shop.other:app"),
            (made, "examples/other.py", "shop.main:app"),
            (made, "shop/docs/hello/other.py", "shop.main:app"),
            // What no one else can have is not served, but for its own moment.
            (
                "from fastapi import FastAPI\ndef login():\n    app = FastAPI()\n    run(app)\n",
                "shop/cli.py",
                "shop.main:app",
            ),
            (
                "from fastapi import FastAPI\ndef make():\n    app = FastAPI()\n    return app\n",
                "shop/other.py",
                "? shop.main:app | shop.other:make",
            ),
            // A class of the project's own may be called so, too.
            (
                "import fastapi\nclass FastAPI(fastapi.FastAPI): ...\napp = FastAPI()\n",
                "shop/other.py",
                "? shop.main:app | shop.other:app",
            ),
            (
                "class FastAPI: ...\napp = FastAPI()\n",
                "shop/other.py",
                "shop.main:app",
            ),
            (
                "from fastapi import FastAPI\nfrom shop.main import app\nouter = FastAPI()\nouter.mount(\"/\", app)\n",
                "shop/outer.py",
                "shop.outer:outer",
            ),
        ] {
            check(
                &[("shop/main.py", made), (at, other)],
                &[("http.app", expected)],
            );
        }
    }
}
