//! Whether the database is reached asynchronously, by the engines that are made.

use crate::detect::code::Code;
use crate::detect::tally::{Decides, Tally};
use crate::facts::{Evidence, Fact, FactValue, Facts};
use crate::python::Call;

/// Adds `db.async`: what the engines are; of both kinds, what sessions are.
pub(super) fn add_async(code: &Code, given: Option<(bool, Evidence)>, facts: &mut Facts) {
    let mut tally = Tally::default();
    for (path, module) in code.own() {
        for site in &module.calls {
            let made = code_engine(code, path, &site.call);
            if let Some(is_async) = made {
                tally.add(is_async.to_string(), Evidence::line(path, site.call.line));
            }
        }
    }
    if let Some((is_async, evidence)) = given {
        let is_async = FactValue::Flag(is_async);
        facts.add("db.async", Fact::certain(is_async, evidence));
    } else if let Some(fact) = tally.decide(Decides::Share(100)) {
        facts.add("db.async", fact);
    }
}

/// Whether the call makes an engine, and whether that is an async one; an alias of the import is followed.
fn code_engine(code: &Code, path: &str, call: &Call) -> Option<bool> {
    let callee = call.callee()?;
    let module = code.module(path)?;
    let name = module.imported(callee)?;
    let from = name.starts_with("sqlalchemy") || name.starts_with("sqlmodel");
    match name.rsplit('.').next() {
        Some("create_async_engine" | "async_engine_from_config") if from => Some(true),
        Some("create_engine" | "engine_from_config") if from => Some(false),
        _ => None,
    }
}
