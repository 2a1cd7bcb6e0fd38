//! Tests that keep what callers of a route rely on, and a place for what went wrong.

use super::ask::{Asking, test_name};
use super::case::{Case, TestNames};
use super::code::Code;
use super::depend::is_readable;
use super::endpoint::Endpoint;
use super::models;
use super::prefix::Piece;
use super::route::{Sent, Source};
use super::sample::import;
use super::shape::Shape;
use super::types::Type;
use crate::python::Symbol;

/// What pins the declaration of a route, and a place for what went wrong.
pub(super) fn regression(
    asking: Asking,
    endpoint: &Endpoint,
    app: Option<&Symbol>,
    names: &mut TestNames,
) -> Vec<Case> {
    let mut found: Vec<Case> = app
        .and_then(|app| contract(asking.code, endpoint, app, names))
        .into_iter()
        .collect();
    let known = asking.cases(endpoint, &mut TestNames::default());
    let (closed, open): (Vec<Case>, Vec<Case>) =
        known.into_iter().partition(|case| !case.is_open());
    let is_known = !closed.is_empty();
    if let Some(mut case) = closed.into_iter().chain(open).next() {
        case.name = names.free(&format!("{}_regression", test_name(endpoint)));
        case.doc = format!(
            "What went wrong with `{}`, and must not again.",
            endpoint.name()
        );
        if is_known {
            case.place("Put in the request that went wrong, and the answer that is right.");
        } else {
            case.import(["import pytest".to_owned()]);
            case.skip = Some(format!(
                "send to `{}` what went wrong, and say which answer is right",
                endpoint.name()
            ));
        }
        found.push(case);
    }
    found
}

fn contract(code: &Code, endpoint: &Endpoint, app: &Symbol, names: &mut TestNames) -> Option<Case> {
    let decorator = &endpoint.route.decorator;
    let is_shown = decorator
        .keyword("include_in_schema")
        .is_none_or(|value| value.source == "True");
    if endpoint.unsure.is_some() || !is_shown {
        return None;
    }
    let mut case = Case::empty(names.free(&format!("{}_keeps_its_contract", test_name(endpoint))));
    case.doc = format!("Callers of `{}` can go on as they do.", endpoint.name());
    case.import([import(app)]);
    let path = written(endpoint, &mut case);
    case.shape = Shape::Contract {
        app: app.name.clone(),
        path,
        method: endpoint.route.method.clone(),
        status: endpoint.answer.declared?,
        parameters: parameters(endpoint),
        is_all: is_all(endpoint),
        takes: takes(code, endpoint),
        gives: endpoint.answer.keys.clone(),
        is_list: endpoint.answer.is_list,
    };
    Some(case)
}

/// The path of a route as code.
fn written(endpoint: &Endpoint, case: &mut Case) -> String {
    let is_formatted = |piece: &Piece| matches!(piece, Piece::Setting { .. });
    if !endpoint.pieces.iter().any(is_formatted) {
        return format!("\"{}\"", declared(&endpoint.path()));
    }
    let mut path = String::new();
    for piece in &endpoint.pieces {
        match piece {
            Piece::Text(text) => path += &declared(text).replace('{', "{{").replace('}', "}}"),
            Piece::Setting { code, import, .. } => {
                path += &format!("{{{code}}}");
                case.import([import.clone()]);
            }
        }
    }
    format!("f\"{path}\"")
}

/// A path as the schema names it: without the kinds of its parameters, `{file}` for `{file:path}`.
fn declared(path: &str) -> String {
    let mut parts = path.split('{');
    let mut text = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let (inner, rest) = part.split_once('}').unwrap_or((part, ""));
        let name = inner.split(':').next().unwrap_or(inner);
        text += &format!("{{{name}}}{rest}");
    }
    text
}

/// What is sent beside the body.
fn beside(endpoint: &Endpoint) -> impl Iterator<Item = &Sent> {
    let places = [Source::Path, Source::Query, Source::Header, Source::Cookie];
    let sent = endpoint.sent.iter();
    sent.filter(move |sent| places.contains(&sent.source))
}

/// The required parameters beside the body.
fn parameters(endpoint: &Endpoint) -> Vec<String> {
    let is_single = |sent: &&Sent| sent.required && !is_model(sent);
    let required = beside(endpoint).filter(is_single);
    required.map(|sent| sent.name.clone()).collect()
}

fn is_model(sent: &Sent) -> bool {
    matches!(sent.of.essence(), Type::Model(_) | Type::Dataclass(_))
}

/// Whether no other parameter is required: those of the handler can be read, and nothing that it depends on has any.
fn is_all(endpoint: &Endpoint) -> bool {
    let demands = &endpoint.demands;
    let is_told = demands.unsure.is_none() && !demands.sends && !demands.form;
    is_told && is_readable(&endpoint.route.handler.item) && !beside(endpoint).any(is_model)
}

/// The required fields of the body, where it is one model and declared by that alone.
fn takes(code: &Code, endpoint: &Endpoint) -> Option<Vec<String>> {
    let in_body = [Source::Body, Source::Form, Source::File];
    let mut sent = endpoint.sent.iter();
    let mut bodies = sent.by_ref().filter(|sent| in_body.contains(&sent.source));
    let (Some(body), None) = (bodies.next(), bodies.next()) else {
        return None;
    };
    let mut parameters = endpoint.route.handler.item.parameters.iter();
    let is_bare = parameters.any(|one| one.name == body.name && one.default.is_none());
    let is_marked = body.embedded || body.of.beside(&["Body"]).is_some();
    let Type::Model(symbol) = &body.of.of else {
        return None;
    };
    let model = models::model(code, symbol);
    let is_told = is_bare && !is_marked && model.is_whole && !code.has_old_pydantic();
    let required = model.required().map(|field| field.alias.clone());
    (is_told && !endpoint.demands.sends && !endpoint.demands.form).then(|| required.collect())
}
