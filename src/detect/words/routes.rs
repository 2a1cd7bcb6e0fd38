//! What callers of sibling routes send to page, and how the paths of collections end.

use super::set_most;
use crate::detect::code::Code;
use crate::detect::tally::{Decides, Tally};
use crate::facts::{Evidence, Fact, Facts};
use crate::python::{Expression, Function, Module};

/// `words.offset` and `words.slash`: by which name routes take how many rows to pass over, and whether the paths of
/// collections end in `/`.
pub(super) fn add(code: &Code, facts: &mut Facts) {
    let (mut offsets, mut slashes) = (Tally::default(), Tally::default());
    for (path, module) in code.own() {
        for function in &module.functions {
            let Some(route) = route(module, function) else {
                continue;
            };
            let evidence = Evidence::line(path, function.line);
            for parameter in &function.parameters {
                if matches!(parameter.name.as_str(), "skip" | "offset") {
                    offsets.add(&parameter.name, evidence.clone());
                }
            }
            if let Some(slash) = ends_in_slash(route) {
                slashes.add(slash.to_string(), evidence);
            }
        }
    }
    set_most(&offsets, "words.offset", facts);
    if let Some(fact) = slashes.decide(Decides::Times(1)) {
        let evidence = fact.evidence.clone();
        facts.add("words.slash", Fact::certain(fact.value, evidence));
    }
}

/// The path of the route of a router that a function is; the root of an application is no collection.
fn route<'a>(module: &Module, function: &'a Function) -> Option<&'a str> {
    let calls = function.decorators.iter().filter_map(Expression::as_call);
    let is_app = |receiver: &str| {
        let made = module.value(receiver, "").and_then(Expression::as_call);
        made.is_some_and(|call| call.name().ends_with("FastAPI"))
    };
    let mut routes = calls.filter(|call| {
        matches!(call.name(), "get" | "post") && call.receiver().is_some_and(|it| !is_app(it))
    });
    routes.find_map(|call| call.argument("path", 0)?.as_text())
}

/// Whether the path of a collection ends in `/`; nothing for other paths.
fn ends_in_slash(path: &str) -> Option<bool> {
    match path.trim_matches('/') {
        "" => Some(path == "/"),
        one if !one.contains(['/', '{']) => path.ends_with('/').then_some(true),
        _ => None,
    }
}
