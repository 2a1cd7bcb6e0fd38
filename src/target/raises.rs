//! What a handler may raise, itself and in what it calls: with the status that a caller gets for it.

use super::calm::attribute_type;
use super::code::{Code, Found};
use super::route::parameters;
use super::types::{Type, annotated};
use crate::python::{Call, Expression, Form, Function, Resolved, Symbol};

/// Something that may be raised.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Raise {
    /// The status; nothing where it cannot be told.
    pub status: Option<u16>,
    /// The exception with its arguments.
    pub source: String,
    /// The line above it, which says when.
    pub test: String,
    /// The line of the handler that leads to it.
    pub line: usize,
}

/// What a function does that matters to a caller.
#[derive(Clone, Debug, Default)]
pub(super) struct Doings {
    /// What it may raise, in the order of the lines.
    pub raises: Vec<Raise>,
    /// What it talks to beside the database.
    pub talks_to: Option<String>,
}

/// Packages that talk to others.
const TALKING: [&str; 24] = [
    "requests",
    "httpx",
    "aiohttp",
    "boto3",
    "botocore",
    "aioboto3",
    "smtplib",
    "emails",
    "celery",
    "redis",
    "subprocess",
    "stripe",
    "openai",
    "anthropic",
    "socket",
    "fastapi_mail",
    "aiosmtplib",
    "aiokafka",
    "kafka",
    "aio_pika",
    "nats",
    "natsrpy",
    "arq",
    "elasticsearch",
];

/// How far calls are followed.
const DEPTH: usize = 5;

/// What `function`, a method of `owner` where there is one, does.
pub(super) fn doings(code: &Code, function: &Found<Function>, owner: Option<&Symbol>) -> Doings {
    let mut doings = Doings::default();
    gather(code, function, owner, (DEPTH, None), &mut doings);
    doings.raises.sort_by_key(|raise| raise.line);
    doings
}

fn gather(
    code: &Code,
    function: &Found<Function>,
    owner: Option<&Symbol>,
    (depth, line): (usize, Option<usize>),
    doings: &mut Doings,
) {
    let Some(depth) = depth.checked_sub(1) else {
        return;
    };
    for raised in &function.item.raised {
        let text = code.text(&function.path).unwrap_or_default();
        doings.raises.push(Raise {
            status: status(code, &function.path, &raised.exception),
            source: raised.exception.source.clone(),
            test: test_above(&text, raised.line),
            line: line.unwrap_or(raised.line),
        });
    }
    let Some(module) = code.module(&function.path) else {
        return;
    };
    let scope = function.item.path();
    let calls = module.calls.iter().filter(|site| site.scope == scope);
    for site in calls {
        let at = Some(line.unwrap_or(site.call.line));
        match called(code, function, owner, &site.call) {
            Some(Called::Own(found, owner)) => {
                gather(code, &found, owner.as_ref(), (depth, at), doings);
            }
            Some(Called::Talks(name)) => doings.talks_to = doings.talks_to.take().or(Some(name)),
            None => {}
        }
    }
}

/// The condition that stands over a line: the nearest line above with less indentation.
fn test_above(text: &str, line: usize) -> String {
    let lines: Vec<&str> = text.lines().take(line).collect();
    let indent = |line: &str| line.len() - line.trim_start().len();
    let Some(own) = lines.last().map(|line| indent(line)) else {
        return String::new();
    };
    let above = lines.iter().rev().skip(1).find(|line| {
        let text = line.trim();
        !text.is_empty() && indent(line) < own
    });
    above.map_or_else(String::new, |line| line.trim().to_owned())
}

enum Called {
    Own(Box<Found<Function>>, Option<Symbol>),
    Talks(String),
}

fn called(
    code: &Code,
    function: &Found<Function>,
    owner: Option<&Symbol>,
    call: &Call,
) -> Option<Called> {
    let callee = call.callee()?;
    if ["delay", "apply_async", "add_task"].contains(&call.name()) {
        return Some(Called::Talks(format!("`{callee}`")));
    }
    match code.resolve(&function.path, callee) {
        Some(Resolved::External(dotted)) => {
            let top = dotted.split('.').next().unwrap_or_default();
            return TALKING
                .contains(&top)
                .then(|| Called::Talks(format!("`{top}`")));
        }
        Some(Resolved::Own(symbol)) => {
            return Some(Called::Own(Box::new(code.function(&symbol)?), None));
        }
        _ => {}
    }
    let (object, method) = callee.rsplit_once('.')?;
    let class = match object.split_once('.') {
        None if object == "self" => owner.cloned(),
        Some(("self", name)) => match attribute_type(code, owner?, name)? {
            Type::Class(symbol) => Some(symbol),
            _ => None,
        },
        _ => variable_class(code, function, object),
    }?;
    let found = code.method(&class, method)?;
    Some(Called::Own(Box::new(found), Some(class)))
}

/// The class of a parameter, or of a module-level object.
fn variable_class(code: &Code, function: &Found<Function>, name: &str) -> Option<Symbol> {
    let mut parameters = function.item.parameters.iter();
    if let Some(parameter) = parameters.find(|parameter| parameter.name == name) {
        let annotation = parameter.annotation.as_ref()?;
        return match annotated(code, &function.path, annotation).essence() {
            Type::Class(symbol) | Type::Model(symbol) => Some(symbol.clone()),
            _ => None,
        };
    }
    let module = code.module(&function.path)?;
    let (path, made) = if let Some(value) = module.value(name, &function.item.path()) {
        (function.path.clone(), value.clone())
    } else {
        let symbol = code.symbol(&function.path, name)?;
        let value = code.value(&symbol)?;
        (symbol.path, value)
    };
    let class = code.symbol(&path, made.as_call()?.callee()?)?;
    code.class(&class).map(|_| class)
}

/// The status that a raised exception becomes.
pub(super) fn status(code: &Code, path: &str, raised: &Expression) -> Option<u16> {
    let (name, call) = match raised.as_call() {
        Some(call) => (call.callee()?, Some(call)),
        None => (raised.as_name()?, None),
    };
    match code.resolve(path, name)? {
        Resolved::External(dotted) => external_status(&dotted, call),
        Resolved::Own(symbol) => class_status(code, &symbol),
        Resolved::Module(_) => None,
    }
}

fn external_status(dotted: &str, call: Option<&Call>) -> Option<u16> {
    let last = dotted.rsplit('.').next().unwrap_or(dotted);
    if last == "HTTPException" {
        return number(call?.argument("status_code", 0)?);
    }
    if !dotted.contains("http") {
        return None;
    }
    named_status(last)
}

fn named_status(name: &str) -> Option<u16> {
    let known = [
        ("NotFound", 404),
        ("Unauthorized", 401),
        ("Forbidden", 403),
        ("Duplicate", 409),
        ("Conflict", 409),
    ];
    let found = known.iter().find(|(word, _)| name.contains(word))?;
    Some(found.1)
}

/// The status that a class of the project says: in its body, in its constructor, or in those of its ancestors.
fn class_status(code: &Code, symbol: &Symbol) -> Option<u16> {
    let lineage = code.lineage(symbol);
    for class in &lineage.own {
        for name in ["status_code", "code", "status", "http_status"] {
            let value = class
                .item
                .attribute(name)
                .and_then(|attribute| attribute.value.as_ref());
            if let Some(found) = value.and_then(number) {
                return Some(found);
            }
        }
        let module = code.module(&class.path)?;
        let scope = format!("{}.__init__", class.item.name);
        let calls = module.calls.iter().filter(|site| site.scope == scope);
        let by_call = calls
            .filter(|site| site.call.name() == "__init__")
            .find_map(|site| number(site.call.argument("status_code", 0)?));
        if by_call.is_some() {
            return by_call;
        }
    }
    let by_base = lineage
        .external
        .iter()
        .find_map(|base| external_status(base, None));
    by_base.or_else(|| handled_status(code, symbol, &lineage.own))
}

/// The status that the handler of an exception, or of one of its ancestors, answers with.
fn handled_status(
    code: &Code,
    symbol: &Symbol,
    own: &[Found<crate::python::Class>],
) -> Option<u16> {
    let names: Vec<&str> = own.iter().map(|class| class.item.name.as_str()).collect();
    for path in code.paths() {
        let text = code.text(path).unwrap_or_default();
        if !text.contains("exception_handler") || !names.iter().any(|name| text.contains(name)) {
            continue;
        }
        let module = code.module(path)?;
        for function in &module.functions {
            let handles = function
                .decorator("exception_handler")
                .and_then(Expression::as_call)
                .and_then(|call| call.positional(0)?.as_name())
                .and_then(|name| code.symbol(path, name));
            if handles.as_ref() == Some(symbol) {
                let scope = function.path();
                let mut calls = module.calls.iter().filter(|site| site.scope == scope);
                return calls.find_map(|site| number(site.call.keyword("status_code")?));
            }
        }
    }
    None
}

/// A status as a number, or as `status.HTTP_404_NOT_FOUND` and `HTTPStatus.NOT_FOUND`.
pub(super) fn number(value: &Expression) -> Option<u16> {
    if let Form::Number(number) = &value.form {
        return number.parse().ok();
    }
    let name = value.as_name()?;
    let last = name.rsplit('.').next().unwrap_or(name);
    if let Some(rest) = last.strip_prefix("HTTP_") {
        return rest.split('_').next()?.parse().ok();
    }
    let known = [
        ("OK", 200),
        ("CREATED", 201),
        ("ACCEPTED", 202),
        ("NO_CONTENT", 204),
        ("BAD_REQUEST", 400),
        ("UNAUTHORIZED", 401),
        ("FORBIDDEN", 403),
        ("NOT_FOUND", 404),
        ("CONFLICT", 409),
        ("UNPROCESSABLE_ENTITY", 422),
    ];
    let found = known.iter().find(|(word, _)| *word == last)?;
    name.contains("HTTPStatus").then_some(found.1)
}

/// What the parameters of a dependency depend on.
pub(super) fn below(code: &Code, function: &Found<Function>) -> Vec<super::route::Depended> {
    parameters(code, function, &[]).1
}
