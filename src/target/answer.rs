//! What a route answers where all is well: its status, and the shape of its body.

use super::code::Code;
use super::models;
use super::raises::number;
use super::route::Route;
use super::types::{Type, annotated};
use crate::python::{Expression, Symbol};

/// The answer of a route.
#[derive(Clone, Debug, Default)]
pub(super) struct Answer {
    /// The status; nothing where it cannot be told.
    pub status: Option<u16>,
    /// The status that the route declares, whatever its handler makes of it.
    pub declared: Option<u16>,
    /// The keys of the object, or of each in a list, where all of them are known.
    pub keys: Vec<String>,
    /// Whether it is a list.
    pub is_list: bool,
    /// The model.
    pub model: Option<Symbol>,
}

/// The answer that `route` declares.
pub(super) fn answer(code: &Code, route: &Route) -> Answer {
    let decorator = &route.decorator;
    let status = match decorator.keyword("status_code") {
        Some(value) => number(value),
        None => Some(200),
    };
    let declared = status;
    let status = match by_response(code, route) {
        Said::Nothing => status,
        Said::Status(said) => Some(said),
        Said::Unclear => None,
    };
    let mut answer = Answer {
        status,
        declared,
        ..Answer::default()
    };
    let has_class = decorator.keyword("response_class").is_some();
    let leaves_out = [
        "response_model_exclude_unset",
        "response_model_exclude_none",
        "response_model_exclude_defaults",
        "response_model_include",
        "response_model_exclude",
    ]
    .iter()
    .any(|name| decorator.keyword(name).is_some());
    let declared = decorator
        .keyword("response_model")
        .or(route.handler.item.returns.as_ref());
    let is_free = has_class || leaves_out || route.handler.item.yields;
    if let (Some(declared), false) = (declared, is_free) {
        shape(code, &route.handler.path, declared, &mut answer);
    }
    answer
}

/// What the body of a handler says of the status.
enum Said {
    /// Nothing: that of the decorator holds.
    Nothing,
    Status(u16),
    /// Several, or one that is set on the way.
    Unclear,
}

/// The status by the responses that a handler makes itself, or sets.
fn by_response(code: &Code, route: &Route) -> Said {
    let handler = &route.handler;
    let module = code.module(&handler.path);
    let scope = handler.item.path();
    let is_set = module.is_some_and(|module| {
        let mut assignments = module.assignments.iter();
        assignments.any(|one| one.scope == scope && one.name.ends_with(".status_code"))
    });
    let made = handler.item.returned.iter().filter_map(Expression::as_call);
    let made: Vec<_> = made
        .filter(|call| call.name().ends_with("Response"))
        .collect();
    let leads_on = |name: &str| ["RedirectResponse", "FileResponse"].contains(&name);
    let declared = [
        route.decorator.keyword("response_class"),
        handler.item.returns.as_ref(),
    ];
    let declares = declared
        .into_iter()
        .flatten()
        .any(|one| one.head().is_some_and(leads_on));
    if is_set || declares || made.iter().any(|call| leads_on(call.name())) {
        return Said::Unclear;
    }
    let mut said: Vec<Option<u16>> = made
        .iter()
        .filter_map(|call| call.keyword("status_code"))
        .map(number)
        .collect();
    let is_all = said.len() == handler.item.returned.len();
    said.dedup();
    match said[..] {
        [] => Said::Nothing,
        [Some(one)] if is_all => Said::Status(one),
        _ => Said::Unclear,
    }
}

fn shape(code: &Code, path: &str, declared: &Expression, answer: &mut Answer) {
    let of = annotated(code, path, declared);
    let (is_list, symbol) = match &of.of {
        Type::Model(symbol) => (false, symbol.clone()),
        Type::List(item) => match &item.of {
            Type::Model(symbol) => (true, symbol.clone()),
            _ => return,
        },
        _ => return,
    };
    let model = models::model(code, &symbol);
    answer.is_list = is_list;
    if model.is_whole && !model.validates {
        let names = model.fields.iter().map(|field| field.alias.clone());
        answer.keys = names.chain(model.computed.iter().cloned()).collect();
    }
    answer.model = Some(symbol);
}
