//! Values that nobody has yet: of what a route refuses to take twice.

use ruff_python_ast::{Expr, ExprDict};

use super::body;
use super::code::Code;
use super::doubt::is_about_twice;
use super::endpoint::Endpoint;
use super::models;
use super::sample::quoted;
use super::types::Type;

/// How long a value that nobody has is, at most.
const LONG: usize = 45;

/// Fields that are often the only one of their kind, where a refusal names none.
const USUAL: [&str; 5] = ["email", "username", "login", "slug", "name"];

/// The line that the values need.
pub(super) const IMPORT: &str = "from uuid import uuid4";

/// The JSON `code` that `endpoint` is sent, with values that nobody has; nothing where it refuses none for being there.
pub(super) fn fresh(code: &Code, endpoint: &Endpoint, body: &Type, json: &str) -> Option<String> {
    let raises = endpoint.doings.raises.iter();
    let twice = raises.filter(|raise| is_about_twice(raise));
    let words: Vec<String> = twice
        .map(|raise| format!("{} {}", raise.source, raise.test).to_lowercase())
        .collect();
    let Type::Model(symbol) = body else {
        return None;
    };
    if words.is_empty() {
        return None;
    }
    let model = models::model(code, symbol);
    let may_be = |name: &&str| {
        let field = model.fields.iter().find(|field| field.alias == *name);
        field.is_some_and(|field| {
            let limits = field.limits.with(&field.of);
            let is_free = limits.pattern.is_none() && !limits.unknown;
            is_free && limits.length.1.is_none_or(|most| most >= LONG)
        })
    };
    let Expr::Dict(dict) = body::expression(json)? else {
        return None;
    };
    let is_named = |name: &str| words.iter().any(|text| text.contains(&name.to_lowercase()));
    let mut fields = model.fields.iter();
    let says = fields.any(|field| is_named(&field.alias));
    let is_meant = |name: &&str| {
        if says {
            is_named(name)
        } else {
            USUAL.contains(name)
        }
    };
    let names = texts(&dict).map(|(name, ..)| name);
    let chosen: Vec<&str> = names.filter(is_meant).filter(may_be).collect();
    (!chosen.is_empty()).then(|| replaced(json, &dict, &chosen))
}

/// The texts of an object by their keys, each with its place.
fn texts(dict: &ExprDict) -> impl DoubleEndedIterator<Item = (&str, &str, std::ops::Range<usize>)> {
    dict.items.iter().filter_map(|item| {
        let key = item.key.as_ref()?.as_string_literal_expr()?;
        let value = item.value.as_string_literal_expr()?;
        let range = usize::from(value.range.start())..usize::from(value.range.end());
        Some((key.value.to_str(), value.value.to_str(), range))
    })
}

/// The object with other values for some keys.
fn replaced(json: &str, dict: &ExprDict, chosen: &[&str]) -> String {
    let mut json = json.to_owned();
    let texts = texts(dict).filter(|(name, ..)| chosen.contains(name));
    for (_, text, range) in texts.rev() {
        let value = match text.split_once('@') {
            Some((_, host)) => format!("f{}", quoted(&format!("{{uuid4().hex}}@{host}"))),
            None => "uuid4().hex".to_owned(),
        };
        json.replace_range(range, &value);
    }
    json
}
