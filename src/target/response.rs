//! The responses that a handler makes itself: what they say of status, place and media type.

use super::code::Code;
use super::raises::number;
use super::route::Route;
use crate::python::{Call, Expression};

/// What the body of a handler says of its answer.
#[derive(Debug, Default)]
pub(super) struct Response {
    /// The status.
    pub status: Said,
    /// Whether it leads on to another place.
    pub leads_on: bool,
    /// Where it leads, where that is written out.
    pub location: Option<String>,
    /// Whether it sends a file, which has to be there.
    pub sends_file: bool,
    /// What its media type begins with.
    pub media: Option<String>,
}

/// What is said of a status.
#[derive(Debug, Default)]
pub(super) enum Said {
    /// Nothing: that of the decorator holds.
    #[default]
    Nothing,
    Status(u16),
    /// Several, or one that is set on the way.
    Unclear,
}

impl Response {
    fn unclear() -> Self {
        Self {
            status: Said::Unclear,
            ..Self::default()
        }
    }
}

/// What the handler of a route says of its answer.
pub(super) fn response(code: &Code, route: &Route) -> Response {
    let handler = &route.handler;
    let module = code.module(&handler.path);
    let scope = handler.item.path();
    let is_set = module.is_some_and(|module| {
        let mut assignments = module.assignments.iter();
        assignments.any(|one| one.scope == scope && one.name.ends_with(".status_code"))
    });
    let returned = &handler.item.returned;
    let made = returned.iter().filter_map(Expression::as_call);
    let made: Vec<&Call> = made
        .filter(|call| call.name().ends_with("Response"))
        .collect();
    let is_all = made.len() == returned.len() && !made.is_empty();
    let class = declared(route);
    let names = |name: &str| class == Some(name) || made.iter().any(|call| call.name() == name);
    if is_set || names("FileResponse") {
        return Response {
            sends_file: names("FileResponse"),
            ..Response::unclear()
        };
    }
    if names("RedirectResponse") {
        return redirect(route, &made, is_all);
    }
    let mut media: Vec<Option<String>> = made.iter().map(|call| media(call)).collect();
    media.dedup();
    let by_class = class.filter(|_| made.is_empty()).and_then(media_of);
    let media = match &media[..] {
        [one] if is_all => one.clone(),
        _ => by_class.map(str::to_owned),
    };
    Response {
        status: status(&made, returned.len()),
        media,
        ..Response::default()
    }
}

/// The class of the answer that a route declares: in its decorator, or as what its handler returns.
fn declared(route: &Route) -> Option<&str> {
    let by_decorator = route.decorator.keyword("response_class");
    by_decorator
        .or(route.handler.item.returns.as_ref())
        .and_then(Expression::head)
        .filter(|name| name.ends_with("Response"))
}

fn status(made: &[&Call], returned: usize) -> Said {
    let mut said: Vec<Option<u16>> = made
        .iter()
        .filter_map(|call| call.keyword("status_code"))
        .map(number)
        .collect();
    let is_all = said.len() == returned;
    said.dedup();
    match said[..] {
        [] => Said::Nothing,
        [Some(one)] if is_all => Said::Status(one),
        _ => Said::Unclear,
    }
}

/// An answer that leads on: by the responses that are made, or by a declaration and the address that is returned.
fn redirect(route: &Route, made: &[&Call], is_all: bool) -> Response {
    let returned = &route.handler.item.returned;
    let is_clear =
        made.is_empty() || is_all && made.iter().all(|call| call.name() == "RedirectResponse");
    if !is_clear || returned.is_empty() {
        return Response::unclear();
    }
    let by_decorator = route.decorator.keyword("status_code");
    let said = made
        .iter()
        .map(|call| match call.argument("status_code", 1) {
            Some(value) => number(value),
            None => Some(307),
        });
    let mut said: Vec<Option<u16>> = said.collect();
    if made.is_empty() {
        said.push(by_decorator.map_or(Some(307), number));
    }
    said.dedup();
    let [Some(status)] = said[..] else {
        return Response::unclear();
    };
    let location = match (made, &returned[..]) {
        ([one], _) => one.argument("url", 0).and_then(Expression::as_text),
        ([], [one]) => one.as_text(),
        _ => None,
    };
    let is_plain = |text: &&str| {
        text.chars()
            .all(|c| c.is_ascii_alphanumeric() || "/._-:".contains(c))
    };
    Response {
        status: Said::Status(status),
        leads_on: true,
        location: location.filter(is_plain).map(str::to_owned),
        ..Response::default()
    }
}

/// What the media type of a response begins with.
fn media(call: &Call) -> Option<String> {
    match call.keyword("media_type") {
        Some(value) => {
            let text = value.as_text()?;
            Some(text.split(';').next().unwrap_or(text).to_owned())
        }
        None => media_of(call.name()).map(str::to_owned),
    }
}

/// The media type of a class of responses.
fn media_of(class: &str) -> Option<&'static str> {
    match class {
        "HTMLResponse" => Some("text/html"),
        "PlainTextResponse" => Some("text/plain"),
        "JSONResponse" | "ORJSONResponse" | "UJSONResponse" => Some("application/json"),
        _ => None,
    }
}
