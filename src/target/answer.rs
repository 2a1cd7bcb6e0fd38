//! What a route answers where all is well: its status, and the shape of its body.

use super::code::Code;
use super::models;
use super::raises::number;
use super::response::{Said, response};
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
    /// Whether it leads on to another place, and where.
    pub leads_on: bool,
    pub location: Option<String>,
    /// Whether it sends a file, which has to be there.
    pub sends_file: bool,
    /// What its media type begins with, where a response says it.
    pub media: Option<String>,
}

/// The answer that `route` declares.
pub(super) fn answer(code: &Code, route: &Route) -> Answer {
    let decorator = &route.decorator;
    let class = decorator.keyword("response_class");
    let leads_on = class.and_then(Expression::head) == Some("RedirectResponse");
    let status = match decorator.keyword("status_code") {
        Some(value) => number(value),
        None => Some(if leads_on { 307 } else { 200 }),
    };
    let declared = status;
    let response = response(code, route);
    let status = match response.status {
        Said::Nothing => status,
        Said::Status(said) => Some(said),
        Said::Unclear => None,
    };
    let mut answer = Answer {
        status,
        declared,
        leads_on: response.leads_on,
        location: response.location,
        sends_file: response.sends_file,
        media: response.media,
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
