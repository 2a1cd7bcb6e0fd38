//! What sibling routes do alike: which error they raise for what is not there.

use super::code::Code;
use super::entities::Entities;
use super::tally::{Decides, Tally};
use crate::facts::{Evidence, Facts};
use crate::python::{Call, Resolved};

/// Adds `http.errors.not_found`: the exception of the project's own that is raised for what is not there, where that
/// is done more often than `HTTPException(404)`.
pub(super) fn add_not_found(code: &Code, entities: &Entities, facts: &mut Facts) {
    let mut own = Tally::default();
    let mut plain = 0;
    for (path, module) in code.own() {
        for raised in module.all_functions().flat_map(|function| &function.raised) {
            let head = raised.exception.head().unwrap_or_default();
            if head == "HTTPException" {
                plain += usize::from(raised.exception.as_call().is_some_and(is_404));
                continue;
            }
            let lower = head.to_lowercase();
            let says = ["notfound", "doesnotexist", "nosuch"]
                .iter()
                .any(|word| lower.contains(word));
            if !says || entities.begins(head) {
                continue;
            }
            let name = raised
                .exception
                .as_call()
                .map_or(raised.exception.as_name(), Call::callee);
            let resolved = name
                .and_then(|name| code.resolve(path, name))
                .and_then(Resolved::own);
            if let Some(symbol) = resolved.filter(|symbol| code.class(symbol).is_some()) {
                own.add(symbol.to_string(), Evidence::line(path, raised.line));
            }
        }
    }
    if own.total() > plain
        && let Some(fact) = own.decide(Decides::Share(60))
    {
        facts.add("http.errors.not_found", fact);
    }
}

fn is_404(call: &Call) -> bool {
    call.argument("status_code", 0)
        .is_some_and(|status| status.source.contains("404"))
}
