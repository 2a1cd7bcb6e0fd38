//! The dependency that gives a database session, and its alias.

mod called;
mod engines;
mod given;
mod held;
mod injected;
mod kind;
mod names;
mod of_objects;
#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet};

use engines::add_async;
pub(super) use given::{of_class, session_of, session_type};
pub(super) use names::attribute;
use of_objects::asks;

use super::code::Code;
use super::depends::{self, Alias, Uses, depended};
use super::objects::{Method, method};
use super::tally::{Decides, Tally, text};
use crate::facts::{self, Evidence, Facts};
use crate::python::{Expression, Function, Module, Symbol};

/// What gives sessions: a function, the method of an object, what a call at the top made.
struct Giver {
    /// As facts write symbols: `app.db:get_db`, `app.db:database.session`.
    name: String,
    evidence: Evidence,
    is_async: bool,
}

/// Adds `db.session`, `db.session.alias`, `db.async`: what yields or returns a session and what most parameters depend
/// on.
pub(super) fn add(code: &Code, facts: &mut Facts) {
    let uses = Uses::of(code);
    let givers = givers(code, &uses);
    let mut tally = Tally::default();
    for giver in &givers {
        tally.add_times(&giver.name, uses.count(&giver.name), giver.evidence.clone());
    }
    let mut fact = tally.decide(Decides::Times(2));
    if let Some(fact) = &mut fact {
        fact.certain |= givers.len() == 1;
        let used = |name: &String| tally.count(name) * 4 >= tally.count(&fact.value.to_string());
        fact.candidates.retain(used);
    }
    let settled = facts.text("db.session").map(str::to_owned);
    let decided = fact.as_ref().filter(|fact| fact.certain);
    let decided = decided.map(|fact| fact.value.to_string());
    let chosen = settled.or(decided);
    let giver = givers.iter().find(|it| Some(&it.name) == chosen.as_ref());
    if let Some(giver) = giver {
        add_alias(code, &uses, giver, facts);
    }
    let of_giver = giver.map(|giver| (giver.is_async, giver.evidence.clone()));
    let is_open = fact.is_none() && !facts.has("db.session");
    let of_call = is_open.then(|| called::add(code, facts)).flatten();
    let has_giver = fact.is_some() || of_call.is_some();
    let is_async = held::add(code, has_giver, facts).or(of_call).or(of_giver);
    if let Some(fact) = fact {
        facts.add("db.session", fact);
    }
    add_async(code, is_async, facts);
    kind::add(code, facts);
    names::add(code, &uses, facts);
}

/// Functions that somebody depends on for what is annotated as a session, by their symbols.
fn annotated(code: &Code) -> BTreeMap<String, bool> {
    let mut found = BTreeMap::new();
    let annotation = |path: &str, of: &Expression| -> Option<(String, bool)> {
        let (_, items) = of.as_index()?;
        let function = depends::annotated(code, path, of)?;
        Some((function, session_type(code, path, items.first()?)?))
    };
    for (path, module) in code.own() {
        let aliases = module.assignments.iter();
        let values = aliases.filter_map(|assigned| assigned.value.as_ref());
        found.extend(values.filter_map(|value| annotation(path, value)));
        for parameter in module.all_functions().flat_map(|it| &it.parameters) {
            let Some(of) = &parameter.annotation else {
                continue;
            };
            let by_default = || {
                let call = parameter.default.as_ref()?.as_call()?;
                let function = depended(code, path, call)?;
                Some((function, session_type(code, path, of)?))
            };
            found.extend(annotation(path, of).or_else(by_default));
        }
    }
    found
}

fn givers(code: &Code, uses: &Uses) -> Vec<Giver> {
    let by_use = annotated(code);
    let mut found = Vec::new();
    for (path, module) in code.own() {
        let Some(dotted) = code.index.module(path) else {
            continue;
        };
        // What a module keeps for itself, as stamped routes do where there is no dependency, is nobody else's; what
        // an alias for others depends on is theirs, and so is what the functions of a module that makes no router depend on.
        let is_shared = |it: &&Function| {
            let is_open = || !it.name.starts_with('_');
            let name = || format!("{dotted}:{}", it.name);
            let is_aliased = || !aliases(code, uses, &name()).is_empty();
            it.scope.is_empty()
                && (is_open() || is_aliased() || is_for_others(code, (path, module), &name()))
        };
        // What must be given more than FastAPI gives is called by hand, unless somebody depends on it.
        let is_free =
            |it: &&Function| !asks(it) || uses.count(&format!("{dotted}:{}", it.name)) > 0;
        let top = module.functions.iter().filter(is_shared).filter(is_free);
        for function in top {
            let name = format!("{dotted}:{}", function.name);
            let of_use = || by_use.get(&name).copied();
            if let Some(is_async) = session_of(code, path, module, function).or_else(of_use) {
                found.push(Giver {
                    name,
                    evidence: Evidence::line(path, function.line),
                    is_async,
                });
            }
        }
    }
    let known: BTreeSet<String> = found.iter().map(|giver| giver.name.clone()).collect();
    let others = uses.all().filter(|name| !known.contains(*name));
    found.extend(others.filter_map(|name| other(code, name, by_use.get(name).copied())));
    found
}

/// Whether a function that gives no session itself depends on `name`, in a module that makes no router.
fn is_for_others(code: &Code, (path, module): (&str, &Module), name: &str) -> bool {
    let depends = |it: &Function| {
        let mut calls = it
            .parameters
            .iter()
            .filter_map(|it| it.default.as_ref()?.as_call());
        calls.any(|call| depended(code, path, call).as_deref() == Some(name))
            || it.parameters.iter().any(|it| {
                let annotation = it.annotation.as_ref();
                annotation
                    .and_then(|it| depends::annotated(code, path, it))
                    .as_deref()
                    == Some(name)
            })
    };
    let mut users = module.all_functions().filter(|it| depends(it));
    !makes_router(module) && users.any(|it| session_of(code, path, module, it).is_none())
}

/// What is depended on and was not met yet: a function of a module that names no library, as one that only opens
/// `SessionLocal()`; the method of an object; what a call made, where its users say that it is a session.
fn other(code: &Code, name: &str, by_use: Option<bool>) -> Option<Giver> {
    let (object, rest) = object_of(code, name)?;
    let module = code.module(&object.path)?;
    let is_shared = rest.is_empty() && !object.name.starts_with('_');
    if let Some(function) = module.function(&object.name).filter(|_| is_shared) {
        let is_async = session_of(code, &object.path, &module, function).or(by_use)?;
        return Some(Giver {
            name: name.to_owned(),
            evidence: Evidence::line(&object.path, function.line),
            is_async,
        });
    }
    // An object that is depended on is called.
    let called = if rest.is_empty() { "__call__" } else { rest };
    let found = method(code, &object, called).filter(|it| !rest.is_empty() || it.class != object);
    let given = found.as_ref().and_then(|it| given_by(code, it));
    let is_async = given.or(by_use)?;
    let evidence = match &found {
        Some(it) => Evidence::line(&it.class.path, it.function.line),
        None => Evidence::line(&object.path, defined_at(code, &object)?),
    };
    Some(Giver {
        name: name.to_owned(),
        evidence,
        is_async,
    })
}

/// The object at the top of a module that `name` begins with, and what is wanted of it.
fn object_of<'a>(code: &Code, name: &'a str) -> Option<(Symbol, &'a str)> {
    let (module, within) = facts::symbol(name)?;
    let (first, rest) = within.split_once('.').unwrap_or((within, ""));
    let object = Symbol {
        module: module.to_owned(),
        name: first.to_owned(),
        path: code.index.path(module)?.to_owned(),
    };
    Some((object, rest))
}

/// Whether a method gives a session, and whether that is an async one.
fn given_by(code: &Code, method: &Method) -> Option<bool> {
    let path = &method.class.path;
    session_of(code, path, &*code.module(path)?, &method.function)
}

/// The line where an object at the top is made.
fn defined_at(code: &Code, object: &Symbol) -> Option<usize> {
    let module = code.module(&object.path)?;
    let mut assigned = module.assignments.iter();
    let made = assigned.find(|it| it.name == object.name && it.scope.is_empty())?;
    Some(made.line)
}

/// The aliases of a dependency that are for all; one in a module of routes is that module's own.
fn aliases<'a>(code: &Code, uses: &'a Uses, name: &str) -> Vec<&'a Alias> {
    let is_own = |path: &str| {
        code.module(path)
            .is_some_and(|module| makes_router(&module))
    };
    let mut aliases = uses.aliases(name);
    aliases.retain(|alias| !is_own(&alias.symbol.path));
    aliases
}

/// Whether the module makes a router.
fn makes_router(module: &Module) -> bool {
    let mut calls = module.calls.iter();
    calls.any(|site| site.call.name() == "APIRouter")
}

/// The alias of the session dependency that is used most.
fn add_alias(code: &Code, uses: &Uses, giver: &Giver, facts: &mut Facts) {
    let aliases = aliases(code, uses, &giver.name);
    let Some(first) = aliases.first() else { return };
    let evidence = Evidence::line(&first.symbol.path, first.line);
    let mut fact = text(&first.symbol.to_string(), evidence);
    if let Some(second) = aliases.get(1).filter(|second| second.uses * 2 > first.uses) {
        fact.certain = false;
        fact.candidates = vec![first.symbol.to_string(), second.symbol.to_string()];
    }
    facts.add("db.session.alias", fact);
}
