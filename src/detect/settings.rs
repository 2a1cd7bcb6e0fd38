//! The class of settings, and how an instance is had.

use super::code::Code;
use super::router::text;
use super::tally::{Decides, Tally};
use crate::facts::{Evidence, Facts};
use crate::python::{Expression, Resolved, Symbol};

/// The base of settings, by its names elsewhere.
const BASES: [&str; 4] = [
    "pydantic_settings.BaseSettings",
    "pydantic_settings.main.BaseSettings",
    "pydantic.BaseSettings",
    "pydantic.v1.BaseSettings",
];

/// A class of settings.
struct Class {
    symbol: Symbol,
    line: usize,
    is_base: bool,
    instance: Option<(String, Evidence)>,
    getter: Option<(String, Evidence)>,
}

/// Adds `settings`, `settings.instance`, `settings.getter`; of several classes, the one that a module-level name or a
/// getter holds.
pub(super) fn add(code: &Code, facts: &mut Facts) {
    let mut classes = classes(code);
    find_instances(code, &mut classes);
    let held = |class: &Class| class.instance.is_some() || class.getter.is_some();
    let any_held = classes.iter().any(held);
    let mut tally = Tally::default();
    for class in classes.iter().filter(|class| !any_held || held(class)) {
        if !class.is_base || any_held {
            tally.add(
                shown(&class.symbol),
                Evidence::line(&class.symbol.path, class.line),
            );
        }
    }
    let Some(fact) = tally.decide(Decides::Share(100)) else {
        return;
    };
    let chosen = classes
        .iter()
        .find(|class| fact.certain && fact.value.as_text() == Some(&shown(&class.symbol)));
    if let Some(class) = chosen {
        for (name, found) in [
            ("settings.instance", &class.instance),
            ("settings.getter", &class.getter),
        ] {
            if let Some((symbol, evidence)) = found {
                facts.add(name, text(symbol, evidence.clone()));
            }
        }
    }
    facts.add("settings", fact);
}

fn shown(symbol: &Symbol) -> String {
    format!("{}:{}", symbol.module, symbol.name)
}

fn classes(code: &Code) -> Vec<Class> {
    let mut found: Vec<Class> = Vec::new();
    let mut above: Vec<Symbol> = Vec::new();
    for (path, module) in code.own() {
        let Some(dotted) = code.index.module(path) else {
            continue;
        };
        for class in module.classes.iter().filter(|class| class.scope.is_empty()) {
            let ancestors = code.ancestors(path, class);
            let names = ancestors.iter().filter_map(Resolved::external);
            if names.into_iter().any(|name| BASES.contains(&name)) {
                above.extend(ancestors.into_iter().filter_map(Resolved::own));
                let symbol = Symbol {
                    module: dotted.clone(),
                    name: class.name.clone(),
                    path: path.to_owned(),
                };
                found.push(Class {
                    symbol,
                    line: class.line,
                    is_base: false,
                    instance: None,
                    getter: None,
                });
            }
        }
    }
    for class in &mut found {
        class.is_base = above.contains(&class.symbol);
    }
    found
}

/// Module-level names and functions that hold an instance.
fn find_instances(code: &Code, classes: &mut [Class]) {
    for (path, module) in code.own() {
        let Some(dotted) = code.index.module(path) else {
            continue;
        };
        for function in module
            .functions
            .iter()
            .filter(|function| function.scope.is_empty())
        {
            let returned = function.returned.iter().chain(&function.yielded);
            let mut made = returned
                .filter_map(|value| made(code, path, module.as_value(value, &function.path())));
            let annotated = || named(code, path, function.returns.as_ref()?);
            if let Some(symbol) = made.next().or_else(annotated)
                && let Some(class) = classes.iter_mut().find(|class| class.symbol == symbol)
            {
                let evidence = Evidence::line(path, function.line);
                class
                    .getter
                    .get_or_insert((format!("{dotted}:{}", function.name), evidence));
            }
        }
    }
    for (path, module) in code.own() {
        let Some(dotted) = code.index.module(path) else {
            continue;
        };
        for assigned in module
            .assignments
            .iter()
            .filter(|assigned| assigned.scope.is_empty())
        {
            let Some(value) = &assigned.value else {
                continue;
            };
            let annotation = assigned.annotation.as_ref();
            let annotated = annotation.and_then(|annotation| named(code, path, annotation));
            let made_here = made(code, path, value).or(annotated);
            let by_getter = || called(code, path, value).map(|symbol| shown(&symbol));
            let getter = if made_here.is_none() {
                by_getter()
            } else {
                None
            };
            let class = classes.iter_mut().find(|class| {
                made_here.as_ref() == Some(&class.symbol)
                    || getter.is_some()
                        && class.getter.as_ref().map(|(getter, _)| getter) == getter.as_ref()
            });
            if let Some(class) = class {
                let evidence = Evidence::line(path, assigned.line);
                class
                    .instance
                    .get_or_insert((format!("{dotted}:{}", assigned.name), evidence));
            }
        }
    }
}

/// The class that an annotation names.
fn named(code: &Code, path: &str, annotation: &Expression) -> Option<Symbol> {
    let symbol = code.resolve(path, annotation.as_name()?)?.own()?;
    code.class(&symbol)?;
    Some(symbol)
}

/// The class that the call makes an instance of.
fn made(code: &Code, path: &str, value: &Expression) -> Option<Symbol> {
    let symbol = called(code, path, value)?;
    code.class(&symbol)?;
    Some(symbol)
}

fn called(code: &Code, path: &str, value: &Expression) -> Option<Symbol> {
    let callee = value.as_call()?.callee()?;
    code.resolve(path, callee)?.own()
}
