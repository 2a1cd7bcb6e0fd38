//! Tests of enumerations: the members that they have.

use super::callable::snake;
use super::case::{Case, TestNames};
use super::code::Code;
use super::sample::quoted;
use super::values::{case, returns};
use crate::python::{Form, Symbol};

/// The members of an enumeration with their values, where all of those are written out.
pub(super) fn members(code: &Code, symbol: &Symbol) -> Vec<(String, Option<String>)> {
    let Some(class) = code.class(symbol) else {
        return Vec::new();
    };
    let is_member = |name: &str| !name.starts_with('_');
    let own = class.item.attributes.iter();
    let plain = own.filter(|one| one.annotation.is_none() && is_member(&one.name));
    let mut found = Vec::new();
    for one in plain {
        let Some(value) = &one.value else { continue };
        let code = match &value.form {
            Form::Text(text) => Some(quoted(text)),
            Form::Number(number) => Some(number.clone()),
            Form::Items(_) => None,
            Form::Call(call) if call.name() == "auto" => None,
            _ => return Vec::new(),
        };
        found.push((one.name.clone(), code));
    }
    found
}

/// The test of an enumeration: its members, with their values where all of those are written out.
pub(super) fn enumeration(code: &Code, symbol: &Symbol, names: &mut TestNames) -> Case {
    let own = &symbol.name;
    let mut case = case(symbol, names.free(&format!("test_{}", snake(own))));
    case.doc = format!("The members of `{own}`.");
    let members = members(code, symbol);
    let mut values: Vec<&String> = members
        .iter()
        .filter_map(|(_, value)| value.as_ref())
        .collect();
    let is_flag = code.lineage(symbol).has(&["Flag", "IntFlag"]);
    values.sort();
    values.dedup();
    let has_methods = code.class(symbol).is_some_and(|class| {
        class.item.method("__new__").is_some() || class.item.method("__init__").is_some()
    });
    let is_plain = values.len() == members.len() && !is_flag && !has_methods;
    let (call, shown): (String, Vec<String>) = if is_plain {
        let pair = |(name, value): &(String, Option<String>)| {
            format!("{}: {}", quoted(name), value.as_deref().unwrap_or_default())
        };
        let call = format!("{{member.name: member.value for member in {own}}}");
        (call, members.iter().map(pair).collect())
    } else {
        let names = members.iter().map(|(name, _)| quoted(name));
        (format!("set({own}.__members__)"), names.collect())
    };
    case.shape = returns(call, format!("result == {{{}}}", shown.join(", ")));
    case
}
