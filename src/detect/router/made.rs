//! The router that an include names: where it is defined, and the call that makes it.

use crate::detect::code::Code;
use crate::detect::includes::Include;
use crate::python::{Call, Expression, Resolved, Symbol};

/// A router that was included: its definition and the call that makes it.
pub(in crate::detect) struct Made {
    /// Where it is defined.
    pub symbol: Symbol,
    /// The call of `APIRouter`, or of what makes it.
    pub call: Option<Call>,
    /// The line of the definition.
    pub line: usize,
}

/// The definition of the router that `include` names. One that has no routes of its own and only includes another
/// stands for that other.
pub(in crate::detect) fn made(code: &Code, include: &Include) -> Option<Made> {
    let mut found = defined(code, &include.path, &include.router)?;
    for _ in 0..4 {
        let module = code.module(&found.symbol.path)?;
        let name = &found.symbol.name;
        let mut routes = module
            .all_functions()
            .flat_map(|function| &function.decorators);
        let has_routes = routes.any(|decorator| {
            let call = decorator.as_call();
            call.and_then(Call::receiver) == Some(name)
        });
        let included = module.calls.iter().filter(|site| {
            site.call.name() == "include_router" && site.call.receiver() == Some(name)
        });
        let routers: Vec<&Expression> = included
            .filter_map(|site| site.call.argument("router", 0))
            .collect();
        let ([only], false) = (&routers[..], has_routes) else {
            break;
        };
        let Some(next) = defined(code, &found.symbol.path, &only.source) else {
            break;
        };
        found = next;
    }
    Some(found)
}

pub(in crate::detect) fn defined(code: &Code, path: &str, router: &str) -> Option<Made> {
    let Resolved::Own(symbol) = code.resolve(path, router)? else {
        return None;
    };
    let module = code.module(&symbol.path)?;
    // A name that is given again means what it was given last.
    let mut assignments = module.assignments.iter();
    let assigned =
        assignments.rfind(|assigned| assigned.name == symbol.name && assigned.scope.is_empty())?;
    Some(Made {
        call: assigned
            .value
            .as_ref()
            .and_then(Expression::as_call)
            .cloned(),
        line: assigned.line,
        symbol,
    })
}
