//! What an application does before it answers; a client that does not start it leaves that out.

use super::code::Code;
use crate::python::{Call, Expression, Function, Module};

/// Methods without which nothing behind them answers.
const CONNECTING: [&str; 4] = ["connect", "create_pool", "init", "open"];

/// What connects the service at its start: `database.connect`; nothing where it starts without.
pub(super) fn connects(code: &Code) -> Option<String> {
    let tests = code.tests();
    let mut own = code
        .paths()
        .iter()
        .filter(|path| !tests.contains(&path.as_str()));
    own.find_map(|path| {
        let text = code.text(path)?;
        if !text.contains("startup") && !text.contains("lifespan") {
            return None;
        }
        let module = code.module(path)?;
        let starts = module.functions.iter().filter(|one| is_start(&module, one));
        let mut scopes = starts.map(Function::path);
        scopes.find_map(|scope| {
            let calls = module.calls.iter().filter(|site| site.scope == scope);
            let connecting = calls.filter(|site| is_connecting(&site.call));
            connecting
                .filter_map(|site| site.call.callee())
                .map(str::to_owned)
                .next()
        })
    })
}

fn is_connecting(call: &Call) -> bool {
    call.receiver().is_some() && CONNECTING.contains(&call.name())
}

/// Whether a function is run at the start: as a handler of the event, or as the lifespan of an application.
fn is_start(module: &Module, function: &Function) -> bool {
    let by_event = function.decorator("on_event").and_then(Expression::as_call);
    let is_event = by_event.is_some_and(|call| {
        let event = call.argument("event_type", 0).and_then(Expression::as_text);
        event == Some("startup")
    });
    let is_own = |value: &Expression| value.as_name() == Some(function.name.as_str());
    let mut calls = module.calls.iter();
    is_event || calls.any(|site| site.call.keyword("lifespan").is_some_and(is_own))
}

/// Whether fixtures start the service: a client that is entered, or something that runs its lifespan.
pub(super) fn is_started<'a>(code: &Code, fixtures: impl IntoIterator<Item = &'a str>) -> bool {
    let words = [
        "with TestClient(",
        "LifespanManager(",
        "lifespan_context(",
        "router.startup(",
    ];
    let mut texts = fixtures.into_iter().filter_map(|path| code.text(path));
    texts.any(|text| words.iter().any(|word| text.contains(word)) || text.contains(".connect("))
}
