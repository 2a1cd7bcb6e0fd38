//! What siblings call the session: the parameter of their routes, and what their classes keep it as.

use std::collections::BTreeSet;

use super::given::session_type;
use crate::detect::code::Code;
use crate::detect::depends::{Uses, annotated, depended};
use crate::detect::parameters::is_route;
use crate::detect::tally::{Tally, text};
use crate::facts::{Evidence, Facts};
use crate::python::{Expression, Function, Module, Parameter};

/// Adds `db.session.parameter`, by the routes or, where none takes a session, by all functions, and
/// `db.session.attribute`, by the constructors of classes. Of several names it is the one seen most.
pub(super) fn add(code: &Code, uses: &Uses, facts: &mut Facts) {
    let Some(session) = facts.text("db.session").map(str::to_owned) else {
        return;
    };
    let aliases = uses.aliases(&session).into_iter();
    let aliases: BTreeSet<String> = aliases.map(|it| it.symbol.to_string()).collect();
    let (mut routes, mut all, mut kept) = (Tally::default(), Tally::default(), Tally::default());
    for (path, module) in code.own() {
        for function in module.all_functions() {
            let mut taken = function.parameters.iter();
            let is_session = |it: &&Parameter| is_session(code, path, it, (&session, &aliases));
            let Some(parameter) = taken.find(is_session) else {
                continue;
            };
            let evidence = || Evidence::line(path, function.line);
            if let Some(attribute) = attribute(module, function, &parameter.name) {
                kept.add(attribute, evidence());
            }
            let tally = if is_route(function) {
                &mut routes
            } else {
                &mut all
            };
            tally.add(&parameter.name, evidence());
        }
    }
    let parameters = if routes.is_empty() { &all } else { &routes };
    for (name, tally) in [("parameter", parameters), ("attribute", &kept)] {
        if let Some((value, _, evidence)) = tally.ranked().first() {
            facts.add(
                format!("db.session.{name}"),
                text(value, (*evidence).clone()),
            );
        }
    }
}

/// Whether the parameter is a session, by its type, or by what it depends on.
fn is_session(
    code: &Code,
    path: &str,
    parameter: &Parameter,
    (session, aliases): (&str, &BTreeSet<String>),
) -> bool {
    let by_default = parameter.default.as_ref().and_then(|it| it.as_call());
    if by_default
        .and_then(|call| depended(code, path, call))
        .is_some_and(|it| it == session)
    {
        return true;
    }
    let Some(annotation) = &parameter.annotation else {
        return false;
    };
    let named = || code.resolve(path, annotation.as_name()?)?.own();
    let is_alias = || named().is_some_and(|it| aliases.contains(&it.to_string()));
    annotated(code, path, annotation).is_some_and(|it| it == session)
        || !aliases.is_empty() && is_alias()
        || session_type(code, path, annotation).is_some()
}

/// What a constructor keeps its parameter as: `_db` of `self._db = session`.
pub(in crate::detect) fn attribute<'a>(
    module: &'a Module,
    function: &Function,
    parameter: &str,
) -> Option<&'a str> {
    let scope = function.path();
    let mut set = module.assignments.iter().filter(|it| it.scope == scope);
    let is_it = |value: &Expression| value.as_name() == Some(parameter);
    let found = set.find(|it| it.value.as_ref().is_some_and(is_it))?;
    let name = found.name.strip_prefix("self.")?;
    (function.name == "__init__" && !name.contains('.')).then_some(name)
}
