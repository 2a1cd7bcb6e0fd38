//! What holds for the result of a call, by the annotation of what it returns.

use super::code::Code;
use super::sample::{Sample, import};
use super::types::{Annotated, Type, annotated};
use crate::python::{Expression, Function};

/// What is known of a result.
pub(super) enum Returned {
    /// It is none: there is nothing to look at.
    Nothing,
    /// What holds for `result`.
    Holds(Sample),
    /// It is not declared, or means nothing here.
    Unknown,
}

/// What is known of the result of `function` in the file at `path`.
pub(super) fn returned(code: &Code, path: &str, function: &Function) -> Returned {
    let Some(annotation) = &function.returns else {
        return Returned::Unknown;
    };
    let of = annotated(code, path, annotation);
    if of.of == Type::None {
        return Returned::Nothing;
    }
    let may_be_none = of.is_optional();
    let Some(mut holds) = instance(&of, annotation) else {
        return Returned::Unknown;
    };
    if may_be_none {
        holds.code = format!("result is None or {}", holds.code);
    }
    Returned::Holds(holds)
}

/// What the declaration of a generator is a subscript of.
pub(super) const GENERATORS: [&str; 6] = [
    "Generator",
    "Iterator",
    "Iterable",
    "AsyncGenerator",
    "AsyncIterator",
    "AsyncIterable",
];

/// What holds for `result`, a thing that `function` yields; nothing where it cannot be told.
pub(super) fn yielded(code: &Code, path: &str, function: &Function) -> Option<Sample> {
    let (name, items) = function.returns.as_ref()?.as_index()?;
    let last = name.rsplit('.').next().unwrap_or(name);
    let item = items.first().filter(|_| GENERATORS.contains(&last))?;
    let of = annotated(code, path, item);
    if of.is_optional() {
        return None;
    }
    instance(&of, item)
}

/// `isinstance(result, …)` for a type.
fn instance(of: &Annotated, annotation: &Expression) -> Option<Sample> {
    let bare = |name: &str| Some(Sample::bare(format!("isinstance(result, {name})")));
    let with =
        |name: &str, line: &str| Some(Sample::with(format!("isinstance(result, {name})"), line));
    let abstract_name = |plain: &'static str| match head(annotation) {
        name @ ("Sequence" | "Iterable" | "Collection" | "Mapping") => {
            with(name, &format!("from collections.abc import {name}"))
        }
        _ => bare(plain),
    };
    if let Type::Either(types) = &of.of
        && types.iter().filter(|one| one.of != Type::None).count() > 1
    {
        return one_of(types, annotation);
    }
    match of.essence() {
        Type::Str | Type::Email => bare("str"),
        Type::Int => bare("int"),
        Type::Float => bare("int | float"),
        Type::Bool => bare("bool"),
        Type::Bytes => bare("bytes"),
        Type::Decimal => with("Decimal", "from decimal import Decimal"),
        Type::Uuid => with("UUID", "from uuid import UUID"),
        Type::Datetime => with("datetime", "from datetime import datetime"),
        Type::Date => with("date", "from datetime import date"),
        Type::Time => with("time", "from datetime import time"),
        Type::Timedelta => with("timedelta", "from datetime import timedelta"),
        Type::List(_) => abstract_name("list"),
        Type::Dict(..) => abstract_name("dict"),
        Type::Set(_) => bare("set | frozenset"),
        Type::Tuple(_) => bare("tuple"),
        Type::Model(symbol)
        | Type::Dataclass(symbol)
        | Type::Class(symbol)
        | Type::Enum(symbol, ..) => with(&symbol.name, &import(symbol)),
        _ => None,
    }
}

/// `isinstance(result, int | str)`: one of several types.
fn one_of(types: &[Annotated], annotation: &Expression) -> Option<Sample> {
    let mut joined = Sample::default();
    let mut names = Vec::new();
    for one in types.iter().filter(|one| one.of != Type::None) {
        let each = instance(one, annotation)?;
        let inner = each.code.strip_prefix("isinstance(result, ")?;
        names.push(inner.strip_suffix(')')?.to_owned());
        joined.imports.extend(each.imports);
    }
    joined.code = format!("isinstance(result, {})", names.join(" | "));
    Some(joined)
}

/// The name of the type, without `Optional` or `None` around it.
fn head(annotation: &Expression) -> &str {
    use crate::python::Form;
    match &annotation.form {
        Form::Either(left, right) if right.form == Form::None => head(left),
        Form::Either(left, right) if left.form == Form::None => head(right),
        Form::Index(value, items) if value.head() == Some("Optional") => {
            items.first().map_or("", head)
        }
        _ => annotation.head().unwrap_or_default(),
    }
}
