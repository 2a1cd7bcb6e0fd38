//! The dependency that gives a database session, and its alias.

mod engines;
mod given;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use engines::add_async;
pub(super) use given::{session_of, session_type};

use super::code::Code;
use super::depends::{self, Uses, depended, symbol};
use super::tally::{Decides, Tally, text};
use crate::facts::{Evidence, Facts};
use crate::python::{Expression, Symbol};

/// A function that gives sessions.
struct Giver {
    symbol: Symbol,
    line: usize,
    is_async: bool,
}

/// Adds `db.session`, `db.session.alias`, `db.async`: the function that yields or returns a session and that most
/// parameters depend on.
pub(super) fn add(code: &Code, facts: &mut Facts) {
    let givers = givers(code);
    let uses = Uses::of(code);
    let mut tally = Tally::default();
    for giver in &givers {
        let evidence = Evidence::line(&giver.symbol.path, giver.line);
        tally.add_times(symbol(&giver.symbol), uses.count(&giver.symbol), evidence);
    }
    let mut fact = tally.decide(Decides::Times(2));
    if let Some(fact) = &mut fact {
        fact.certain |= givers.len() == 1;
        let used = |name: &String| tally.count(name) * 4 >= tally.count(&fact.value.to_string());
        fact.candidates.retain(used);
    }
    let decided = fact.as_ref().filter(|fact| fact.certain);
    let giver = decided.and_then(|fact| {
        let mut givers = givers.iter();
        givers.find(|giver| fact.value.as_text() == Some(&symbol(&giver.symbol)))
    });
    if let Some(giver) = giver {
        add_alias(&uses, giver, facts);
    }
    add_async(code, giver, facts);
    if let Some(fact) = fact {
        facts.add("db.session", fact);
    }
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

fn givers(code: &Code) -> Vec<Giver> {
    let by_use = annotated(code);
    let mut found = Vec::new();
    for (path, module) in code.own() {
        let Some(dotted) = code.index.module(path) else {
            continue;
        };
        let top = module
            .functions
            .iter()
            .filter(|function| function.scope.is_empty());
        for function in top {
            let symbol = Symbol {
                module: dotted.clone(),
                name: function.name.clone(),
                path: path.to_owned(),
            };
            let of_use = || by_use.get(&depends::symbol(&symbol)).copied();
            if let Some(is_async) = session_of(code, path, module, function).or_else(of_use) {
                found.push(Giver {
                    symbol,
                    line: function.line,
                    is_async,
                });
            }
        }
    }
    found
}

/// The alias of the session dependency that is used most.
fn add_alias(uses: &Uses, giver: &Giver, facts: &mut Facts) {
    let aliases = uses.aliases(&symbol(&giver.symbol));
    let Some(first) = aliases.first() else { return };
    let evidence = Evidence::line(&first.symbol.path, first.line);
    let mut fact = text(&symbol(&first.symbol), evidence);
    if let Some(second) = aliases.get(1).filter(|second| second.uses * 2 > first.uses) {
        fact.certain = false;
        fact.candidates = vec![symbol(&first.symbol), symbol(&second.symbol)];
    }
    facts.add("db.session.alias", fact);
}
