//! What a session dependency gives, and whether it ends the transaction itself.

use super::object_of;
use crate::detect::code::Code;
use crate::detect::objects::method;
use crate::detect::tally::text;
use crate::facts::{Evidence, Fact, FactValue, Facts};
use crate::python::Function;

/// Adds `db.session.class` and `db.session.commits`.
pub(super) fn add(code: &Code, facts: &mut Facts) {
    let session = facts.get("db.session").filter(|fact| fact.certain);
    let dependency = session.and_then(|fact| function(code, fact.value.as_text()?));
    let Some((path, function)) = dependency else {
        return;
    };
    let Some(module) = code.module(&path) else {
        return;
    };
    let evidence = Evidence::line(&path, function.line);
    let is_async = facts.get("db.async").map(|fact| &fact.value) == Some(&FactValue::Flag(true));
    let class = if is_async { "AsyncSession" } else { "Session" };
    let from = module.imported(class).and_then(|dotted| {
        let (module, name) = dotted.rsplit_once('.')?;
        Some(format!("{module}:{name}"))
    });
    if let Some(from) = from {
        facts.add("db.session.class", text(&from, evidence.clone()));
    }
    let own = function.path();
    let ends = |name: &str| matches!(name, "commit" | "begin");
    let mut calls = module.calls.iter();
    if calls.any(|site| site.scope == own && ends(site.call.name())) {
        let yes = Fact::certain(FactValue::Flag(true), evidence);
        facts.add("db.session.commits", yes);
    }
}

/// The function or method that a dependency is, and the file where it stands.
fn function(code: &Code, dependency: &str) -> Option<(String, Function)> {
    let (object, rest) = object_of(code, dependency)?;
    let module = code.module(&object.path)?;
    if let Some(function) = module.function(&object.name).filter(|_| rest.is_empty()) {
        return Some((object.path, function.clone()));
    }
    let called = if rest.is_empty() { "__call__" } else { rest };
    let found = method(code, &object, called)?;
    Some((found.class.path, found.function))
}
