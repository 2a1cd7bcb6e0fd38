//! The routes of a project: their decorators, handlers and parameters.

use super::code::{Code, Found};
use super::limits::Limits;
use super::types::{Annotated, Type, annotated};
use crate::idiom::{METHODS, SOCKET};
use crate::python::{Call, Expression, Function, ParameterKind};

/// A route as it is declared, without what it is mounted below.
#[derive(Clone, Debug)]
pub(super) struct Route {
    /// In small letters.
    pub method: String,
    /// As it stands in the decorator.
    pub path: String,
    /// The router or application that the decorator is of.
    pub router: String,
    /// The decorator.
    pub decorator: Call,
    /// The function.
    pub handler: Found<Function>,
}

/// Where the value of a parameter comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Source {
    Path,
    Query,
    Body,
    /// A field of a form.
    Form,
    /// A file of a form.
    File,
    Header,
    Cookie,
}

impl Source {
    /// What an error of validation calls it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Path => "path",
            Self::Query => "query",
            Self::Body | Self::Form | Self::File => "body",
            Self::Header => "header",
            Self::Cookie => "cookie",
        }
    }
}

/// What a caller sends.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Sent {
    /// Its name in the request.
    pub name: String,
    pub source: Source,
    pub of: Annotated,
    pub limits: Limits,
    /// Whether it must be sent.
    pub required: bool,
    /// Whether a body is wrapped in an object under its name, however many there are.
    pub embedded: bool,
    /// Whether the underscores of a header's name stay.
    pub underscored: bool,
}

/// Something that a parameter depends on: `Depends(get_user)`.
#[derive(Clone, Debug)]
pub(super) struct Depended {
    /// The file that it stands in.
    pub path: String,
    /// What is called; nothing for `Depends()`, which calls the type itself.
    pub on: Option<Expression>,
    /// The type of the parameter.
    pub of: Option<Annotated>,
}

/// Every route outside the tests, in the order of the files and lines.
pub(super) fn routes(code: &Code) -> Vec<Route> {
    anywhere(code, &METHODS)
}

/// Every websocket outside the tests.
pub(super) fn all_sockets(code: &Code) -> Vec<Route> {
    anywhere(code, &[SOCKET])
}

/// What decorators of some names declare outside the tests.
fn anywhere(code: &Code, methods: &[&str]) -> Vec<Route> {
    let tests = code.tests();
    let words: Vec<String> = methods.iter().map(|method| format!(".{method}(")).collect();
    let mut found = Vec::new();
    for path in code.paths() {
        let text = code.text(path).unwrap_or_default();
        let declares = text.contains('@') && words.iter().any(|word| text.contains(word));
        if declares && !tests.contains(&path.as_str()) {
            found.extend(declared(code, path, methods));
        }
    }
    found
}

/// The routes in one file.
pub(super) fn of_file(code: &Code, path: &str) -> Vec<Route> {
    declared(code, path, &METHODS)
}

/// The websockets in one file.
pub(super) fn sockets(code: &Code, path: &str) -> Vec<Route> {
    declared(code, path, &[SOCKET])
}

/// What decorators of some names declare in one file.
fn declared(code: &Code, path: &str, methods: &[&str]) -> Vec<Route> {
    let (Some(module), Some(dotted)) = (code.module(path), code.index.module(path)) else {
        return Vec::new();
    };
    let mut found = Vec::new();
    for function in module.all_functions() {
        for decorator in function.decorators.iter().filter_map(Expression::as_call) {
            let handler = Found {
                path: path.to_owned(),
                module: dotted.clone(),
                item: function.clone(),
            };
            found.extend(route(decorator, handler, methods));
        }
    }
    found.sort_by_key(|route| route.handler.item.line);
    found
}

fn route(decorator: &Call, handler: Found<Function>, methods: &[&str]) -> Option<Route> {
    let method = methods.iter().find(|method| **method == decorator.name())?;
    let path = decorator.argument("path", 0)?.as_text()?;
    let is_path = path.is_empty() || path.starts_with('/');
    is_path.then(|| Route {
        method: (*method).to_owned(),
        path: path.to_owned(),
        router: decorator.receiver().unwrap_or_default().to_owned(),
        decorator: decorator.clone(),
        handler,
    })
}

/// The names in braces of a path.
pub(super) fn path_names(path: &str) -> Vec<String> {
    let parts = path.split('{').skip(1);
    parts
        .filter_map(|part| part.split_once('}'))
        .map(|(name, _)| name.split(':').next().unwrap_or(name).to_owned())
        .collect()
}

/// Types that `FastAPI` fills in by itself.
const GIVEN: [&str; 7] = [
    "Request",
    "Response",
    "BackgroundTasks",
    "WebSocket",
    "HTTPConnection",
    "SecurityScopes",
    "Connection",
];

impl Route {
    /// What a caller sends, and what the parameters depend on.
    pub fn parameters(&self, code: &Code, full_path: &str) -> (Vec<Sent>, Vec<Depended>) {
        parameters(code, &self.handler, &path_names(full_path))
    }
}

/// The parameters of a handler or a dependency.
pub(super) fn parameters(
    code: &Code,
    function: &Found<Function>,
    names: &[String],
) -> (Vec<Sent>, Vec<Depended>) {
    let (mut sent, mut depended) = (Vec::new(), Vec::new());
    for parameter in &function.item.parameters {
        let is_variadic = matches!(
            parameter.kind,
            ParameterKind::Rest | ParameterKind::Keywords
        );
        if is_variadic || ["self", "cls"].contains(&parameter.name.as_str()) {
            continue;
        }
        let of = parameter
            .annotation
            .as_ref()
            .map(|annotation| annotated(code, &function.path, annotation));
        let default = parameter.default.as_ref();
        let call = default.and_then(Expression::as_call);
        if let Some(on) = depends(function, call, of.as_ref()) {
            depended.push(on);
            continue;
        }
        let Some(of) = of else { continue };
        let is_given = match &of.of {
            Type::Other(source) => GIVEN.iter().any(|name| source.ends_with(name)),
            Type::Session { .. } => true,
            _ => false,
        };
        if is_given {
            continue;
        }
        let beside = of.beside(&SOURCES).map(|(_, call)| call.clone());
        let marker = call
            .filter(|call| SOURCES.contains(&call.name()))
            .cloned()
            .or(beside);
        let source = source(marker.as_ref(), &parameter.name, &of, names);
        let first = marker.as_ref().and_then(|call| call.argument("default", 0));
        let has_default = match (&marker, default) {
            (Some(marker), _) if call.is_some_and(|call| call == marker) => {
                first.is_some_and(|value| value.source != "...")
                    || marker.keyword("default_factory").is_some()
            }
            (_, default) => default.is_some(),
        };
        let alias = marker
            .as_ref()
            .and_then(|call| call.keyword("alias")?.as_text());
        let underscored = marker
            .as_ref()
            .and_then(|call| call.keyword("convert_underscores"))
            .is_some_and(|value| value.source == "False");
        sent.push(Sent {
            name: sent_as(source, alias, &parameter.name, underscored),
            underscored,
            limits: Limits::of(&marker),
            required: source == Source::Path || !has_default,
            embedded: marker
                .as_ref()
                .is_some_and(|call| call.keyword("embed").is_some()),
            source,
            of,
        });
    }
    (sent, depended)
}

/// What a parameter is called in a request: headers have hyphens.
fn sent_as(source: Source, alias: Option<&str>, name: &str, underscored: bool) -> String {
    match (alias, source) {
        (Some(alias), _) => alias.to_owned(),
        (None, Source::Header) if !underscored => name.replace('_', "-"),
        (None, _) => name.to_owned(),
    }
}

const SOURCES: [&str; 7] = ["Path", "Query", "Body", "Form", "File", "Header", "Cookie"];

fn source(marker: Option<&Call>, name: &str, of: &Annotated, names: &[String]) -> Source {
    match marker.map(Call::name) {
        Some("Path") => Source::Path,
        Some("Query") => Source::Query,
        Some("Body") => Source::Body,
        Some("Form") => Source::Form,
        Some("File") => Source::File,
        Some("Header") => Source::Header,
        Some("Cookie") => Source::Cookie,
        _ if names.iter().any(|known| known == name) => Source::Path,
        _ => match of.essence() {
            Type::Other(source) if source.contains("UploadFile") => Source::File,
            Type::List(item) if is_file(&item.of) => Source::File,
            Type::Model(_) | Type::Dataclass(_) | Type::Dict(..) | Type::List(_) => Source::Body,
            _ => Source::Query,
        },
    }
}

/// Whether a type is that of an uploaded file.
pub(super) fn is_file(of: &Type) -> bool {
    matches!(of, Type::Other(source) if source.contains("UploadFile"))
}

fn depends(
    function: &Found<Function>,
    default: Option<&Call>,
    of: Option<&Annotated>,
) -> Option<Depended> {
    let names = ["Depends", "Security"];
    let by_default = default
        .filter(|call| names.contains(&call.name()))
        .map(|call| (function.path.clone(), call.clone()));
    let (path, call) = by_default.or_else(|| of?.beside(&names).cloned())?;
    Some(Depended {
        path,
        on: call.argument("dependency", 0).cloned(),
        of: of.cloned(),
    })
}

/// The `Depends(…)` of a list of dependencies.
pub(super) fn listed(path: &str, call: &Call) -> Vec<Depended> {
    let list = call.keyword("dependencies");
    let calls = list
        .map(Expression::items)
        .unwrap_or_default()
        .iter()
        .filter_map(Expression::as_call);
    calls
        .map(|call| Depended {
            path: path.to_owned(),
            on: call.argument("dependency", 0).cloned(),
            of: None,
        })
        .collect()
}
