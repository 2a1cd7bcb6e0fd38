//! What the dependencies of a route mean: who may call it, and what else may refuse a call.

use super::code::{Code, Found};
use super::raises::{Raise, below, doings};
use super::route::{Depended, parameters};
use super::types::Type;
use crate::python::{Call, Function, ParameterKind, Resolved, Symbol};

/// What a route asks of its caller.
#[derive(Clone, Debug, Default)]
pub(super) struct Demands {
    /// The statuses, one of which a caller without credentials gets; empty where anybody may call.
    pub stranger: Vec<u16>,
    /// A dependency whose meaning cannot be told.
    pub unsure: Option<String>,
    /// What dependencies may raise, those of authentication included.
    pub raises: Vec<Raise>,
    /// The functions that are depended on and refuse strangers, themselves or by what they depend on.
    pub guards: Vec<String>,
    /// Another service that a dependency talks to.
    pub talks_to: Option<String>,
    /// A form that must be sent, as of `OAuth2PasswordRequestForm`.
    pub form: bool,
    /// Whether a session of the database is among them.
    pub session: bool,
    /// Whether they take parameters of the request themselves.
    pub sends: bool,
}

const DEPTH: usize = 6;

/// What all of some dependencies ask.
pub(super) fn demands(code: &Code, depended: &[Depended]) -> Demands {
    let mut demands = Demands::default();
    for on in depended {
        follow(code, on, DEPTH, &mut demands);
    }
    demands.stranger.sort_unstable();
    demands.stranger.dedup();
    demands
}

fn follow(code: &Code, on: &Depended, depth: usize, demands: &mut Demands) {
    let Some(depth) = depth.checked_sub(1) else {
        return;
    };
    let unsure = |demands: &mut Demands, what: &str| {
        demands.unsure = demands.unsure.take().or_else(|| Some(what.to_owned()));
    };
    demands.session |= on
        .of
        .as_ref()
        .is_some_and(|of| matches!(of.essence(), Type::Session { .. }));
    let Some(expression) = &on.on else {
        match on.of.as_ref().map(|of| of.essence().clone()) {
            Some(Type::Class(symbol)) => constructed(code, &symbol, depth, demands),
            Some(Type::Other(name)) if name.contains("OAuth2PasswordRequestForm") => {
                demands.form = true;
            }
            Some(Type::Model(_) | Type::Dataclass(_)) => demands.sends = true,
            _ => unsure(demands, "Depends()"),
        }
        return;
    };
    if let Some(call) = expression.as_call() {
        return match scheme(code, &on.path, call) {
            Some(Some(statuses)) => demands.stranger.extend(statuses),
            Some(None) => {}
            None => match made_by(code, &on.path, call) {
                Some((function, owner)) => {
                    called(code, &function, owner.as_ref(), depth, demands);
                }
                None => unsure(demands, &expression.source),
            },
        };
    }
    let Some(name) = expression.as_name() else {
        return unsure(demands, &expression.source);
    };
    match code.resolve(&on.path, name) {
        Some(Resolved::Own(symbol)) => own(code, &symbol, depth, demands),
        Some(Resolved::External(dotted)) if dotted.contains("OAuth2PasswordRequestForm") => {
            demands.form = true;
        }
        _ => unsure(demands, name),
    }
}

fn own(code: &Code, symbol: &Symbol, depth: usize, demands: &mut Demands) {
    if let Some(function) = code.function(symbol) {
        return called(code, &function, None, depth, demands);
    }
    if code.class(symbol).is_some() {
        return constructed(code, symbol, depth, demands);
    }
    let made = code.value(symbol);
    let call = made.as_ref().and_then(|made| made.as_call());
    match call.and_then(|call| scheme(code, &symbol.path, call)) {
        Some(Some(statuses)) => demands.stranger.extend(statuses),
        Some(None) => {}
        None => match call.and_then(|call| made_by(code, &symbol.path, call)) {
            Some((function, owner)) => called(code, &function, owner.as_ref(), depth, demands),
            None => demands.unsure = Some(symbol.name.clone()),
        },
    }
}

/// The dependency that a call makes: the function that the one that is called returns, or the `__call__` of an object.
fn made_by(code: &Code, path: &str, call: &Call) -> Option<(Found<Function>, Option<Symbol>)> {
    let symbol = code.symbol(path, call.callee()?)?;
    if code.class(&symbol).is_some() {
        return Some((code.method(&symbol, "__call__")?, Some(symbol)));
    }
    let maker = code.function(&symbol)?;
    let [returned] = &maker.item.returned[..] else {
        return None;
    };
    let inner = format!("{}.{}", maker.item.path(), returned.as_name()?);
    let item = code.module(&maker.path)?.function_at(&inner)?.clone();
    let found = Found {
        path: maker.path,
        module: maker.module,
        item,
    };
    Some((found, None))
}

fn constructed(code: &Code, symbol: &Symbol, depth: usize, demands: &mut Demands) {
    if let Some(init) = code.method(symbol, "__init__") {
        called(code, &init, Some(symbol), depth, demands);
    }
}

fn called(
    code: &Code,
    function: &Found<Function>,
    owner: Option<&Symbol>,
    depth: usize,
    demands: &mut Demands,
) {
    let before = demands.stranger.len();
    demands.sends |= !sends_nothing(code, function);
    for on in below(code, function) {
        follow(code, &on, depth, demands);
    }
    let done = doings(code, function, owner);
    demands.talks_to = demands.talks_to.take().or(done.talks_to);
    let refused = done.raises.iter().filter_map(|raise| raise.status);
    let refused: Vec<u16> = refused
        .filter(|status| [401, 403].contains(status))
        .collect();
    let has_scheme = demands.stranger.len() > before;
    let has_optional = below(code, function)
        .iter()
        .any(|on| is_optional_scheme(code, on));
    if has_optional && !has_scheme {
        demands.stranger.extend(refused);
    } else if !has_scheme && !refused.is_empty() && demands.stranger.is_empty() {
        demands.unsure = Some(function.item.name.clone());
    }
    if demands.stranger.len() > before {
        let name = owner.map_or(&function.item.name, |owner| &owner.name);
        demands.guards.push(name.clone());
    }
    demands.raises.extend(done.raises);
}

/// Whether a function takes nothing of the request by parameters of its own.
pub(super) fn sends_nothing(code: &Code, function: &Found<Function>) -> bool {
    parameters(code, function, &[]).0.is_empty() && is_readable(&function.item)
}

/// Whether it can be told where all parameters of a function come from: each has a type or a default.
pub(super) fn is_readable(function: &Function) -> bool {
    function.parameters.iter().all(|parameter| {
        let is_variadic = matches!(
            parameter.kind,
            ParameterKind::Rest | ParameterKind::Keywords
        );
        let is_own = ["self", "cls"].contains(&parameter.name.as_str());
        let is_told = parameter.annotation.is_some() || parameter.default.is_some();
        is_own || is_told && !is_variadic
    })
}

/// The schemes of `FastAPI`, with the statuses that they answer a stranger with.
const SCHEMES: [(&str, &[u16]); 9] = [
    ("OAuth2PasswordBearer", &[401]),
    ("OAuth2AuthorizationCodeBearer", &[401]),
    ("HTTPBasic", &[401]),
    ("HTTPBearer", &[401, 403]),
    ("HTTPDigest", &[401, 403]),
    ("APIKeyHeader", &[401, 403]),
    ("APIKeyQuery", &[401, 403]),
    ("APIKeyCookie", &[401, 403]),
    ("OpenIdConnect", &[401, 403]),
];

/// What a call makes: a scheme that refuses strangers, one that does not (`auto_error=False`), or no scheme.
#[expect(
    clippy::option_option,
    reason = "three answers: no scheme, a lenient one, a strict one"
)]
fn scheme(code: &Code, path: &str, call: &Call) -> Option<Option<Vec<u16>>> {
    let callee = call.callee()?;
    let name = match code.resolve(path, callee)? {
        Resolved::External(dotted) => dotted.rsplit('.').next().unwrap_or_default().to_owned(),
        _ => return None,
    };
    let (_, statuses) = SCHEMES.iter().find(|(known, _)| *known == name)?;
    let is_lenient = call
        .keyword("auto_error")
        .is_some_and(|value| value.source == "False");
    Some((!is_lenient).then(|| statuses.to_vec()))
}

fn is_optional_scheme(code: &Code, on: &Depended) -> bool {
    let Some(expression) = &on.on else {
        return false;
    };
    let found = match expression.as_call() {
        Some(call) => scheme(code, &on.path, call),
        None => expression
            .as_name()
            .and_then(|name| code.symbol(&on.path, name))
            .and_then(|symbol| {
                let made = code.value(&symbol)?;
                scheme(code, &symbol.path, made.as_call()?)
            }),
    };
    found == Some(None)
}
