//! What a client puts before every address: its `base_url`, and what of an address that leaves out.

use ruff_python_ast::{Expr, Operator};

use super::body;
use super::code::Code;
use super::endpoint::shown;
use super::prefix::{self, Piece};
use crate::idiom;
use crate::python::{Call, Expression, Resolved};

/// Stands for what cannot be told.
const UNKNOWN: &str = "\0";

/// How many constants may stand behind each other.
const STEPS: usize = 6;

/// The `base_url` of the client that a call makes; empty where it has no path, or none that can be read.
pub(super) fn base(code: &Code, place: (&str, &str), call: &Call) -> String {
    let module = code.module(place.0);
    let given = call.keyword("base_url");
    let given = given.and_then(|given| Some(module.as_ref()?.as_value(given, place.1)));
    let url = given.map(|given| told(code, place, given, STEPS));
    let url = url.unwrap_or_default();
    let url = url.trim_end_matches('/');
    let path = idiom::path_of(url);
    if path.is_empty() || path.contains(UNKNOWN) {
        return String::new();
    }
    let origin = url.strip_suffix(path).unwrap_or_default();
    if origin.contains("://") && !origin.contains(UNKNOWN) {
        return url.to_owned();
    }
    format!("http://testserver{path}")
}

/// The text of an expression, with `UNKNOWN` in the place of what cannot be told.
fn told(code: &Code, place: (&str, &str), of: &Expression, steps: usize) -> String {
    let value = of.as_text().map(str::to_owned);
    let read = || Some(text(code, place, &body::expression(&of.source)?, steps));
    value.or_else(read).unwrap_or_else(|| UNKNOWN.to_owned())
}

fn text(code: &Code, place: (&str, &str), value: &Expr, steps: usize) -> String {
    match value {
        Expr::BinOp(sum) if sum.op == Operator::Add => {
            text(code, place, &sum.left, steps) + &text(code, place, &sum.right, steps)
        }
        Expr::FString(parts) => {
            let elements = parts.value.elements().map(|element| {
                let literal = element.as_literal().map(|it| it.value.to_string());
                let filled = || {
                    Some(text(
                        code,
                        place,
                        &element.as_interpolation()?.expression,
                        steps,
                    ))
                };
                literal.or_else(filled).unwrap_or_default()
            });
            elements.collect()
        }
        value => {
            let known = prefix::parts(code, place, value, STEPS);
            let known = known.map(|pieces| shown(&pieces));
            let known = known.or_else(|| constant(code, place, value, steps));
            let known = known.or_else(|| of_parameter(code, place, value));
            known.unwrap_or_else(|| UNKNOWN.to_owned())
        }
    }
}

/// A constant of which not all can be told.
fn constant(code: &Code, (path, _): (&str, &str), value: &Expr, steps: usize) -> Option<String> {
    let steps = steps.checked_sub(1)?;
    let Resolved::Own(symbol) = code.resolve(path, &body::dotted(value)?)? else {
        return None;
    };
    let value = code.value(&symbol)?;
    Some(told(code, (&symbol.path, ""), &value, steps))
}

/// What a member of a parameter has by default: `settings.API` of `def client(settings: Settings)`.
fn of_parameter(code: &Code, (path, scope): (&str, &str), value: &Expr) -> Option<String> {
    let attribute = value.as_attribute_expr()?;
    let name = body::dotted(&attribute.value)?;
    let module = code.module(path)?;
    let mut parameters = module.function_at(scope)?.parameters.iter();
    let parameter = parameters.find(|parameter| parameter.name == name)?;
    let class = code.symbol(path, parameter.annotation.as_ref()?.as_name()?)?;
    prefix::default(code, &class, &attribute.attr)
}

/// An address for a client that has `base` before each: without its path, or with a host of its own where the path is
/// not below it.
pub(super) fn below(pieces: &[Piece], base: &str) -> Vec<Piece> {
    let before = idiom::path_of(base);
    let path = shown(pieces);
    let rest = path.strip_prefix(before).unwrap_or_default();
    if before.is_empty() {
        return pieces.to_vec();
    }
    if !rest.starts_with('/') {
        let origin = base.strip_suffix(before).unwrap_or(base);
        let origin = Piece::Text(origin.to_owned());
        return std::iter::once(origin)
            .chain(pieces.iter().cloned())
            .collect();
    }
    let mut left = path.len() - rest.len();
    let mut found = Vec::new();
    for piece in pieces {
        let text = shown(std::slice::from_ref(piece));
        match text.get(left..) {
            Some(_) if left == 0 => found.push(piece.clone()),
            Some("") | None => {}
            Some(rest) => found.push(Piece::Text(rest.to_owned())),
        }
        left = left.saturating_sub(text.len());
    }
    found
}
