//! Values that keep to a type, as Python code: arguments of calls, and bodies of requests.

use super::code::Code;
use super::limits::Limits;
use super::models::{self, Field};
use super::pattern::matching;
use super::types::{Annotated, Type};
use crate::python::{Form, Symbol};

/// A value as code, with the imports that it needs.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Sample {
    /// The expression.
    pub code: String,
    /// Import lines.
    pub imports: Vec<String>,
}

/// What the value is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Use {
    /// An argument of a call.
    Python,
    /// A part of a JSON body.
    Json,
}

/// Makes values in one project.
#[derive(Clone, Copy)]
pub(super) struct Sampler<'a> {
    /// The project.
    pub code: &'a Code<'a>,
    /// What for.
    pub wanted: Use,
}

impl Sample {
    pub fn bare(code: impl Into<String>) -> Self {
        Self {
            code: code.into(),
            imports: Vec::new(),
        }
    }

    pub fn with(code: impl Into<String>, import: &str) -> Self {
        Self {
            code: code.into(),
            imports: vec![import.to_owned()],
        }
    }
}

/// A value, or what it could not be made for.
pub(super) type Sampled = Result<Sample, String>;

const DEPTH: usize = 6;

impl Sampler<'_> {
    /// A value of a type within limits; `name` is what it is called, for messages and texts.
    pub fn sample(&self, of: &Annotated, limits: &Limits, name: &str) -> Sampled {
        self.at(of, limits, name, DEPTH)
    }

    /// A value that builds the class that `symbol` names.
    pub fn object(&self, symbol: &Symbol, name: &str) -> Sampled {
        self.build(symbol, name, DEPTH)
    }

    fn at(&self, of: &Annotated, limits: &Limits, name: &str, depth: usize) -> Sampled {
        let failed = || Err(format!("`{name}`"));
        let Some(depth) = depth.checked_sub(1) else {
            return failed();
        };
        let limits = limits.with(of);
        if limits.unknown {
            return failed();
        }
        match &of.of {
            Type::Either(types) => {
                let first = types.iter().find(|one| one.of != Type::None);
                first.map_or_else(failed, |first| self.at(first, &limits, name, depth))
            }
            Type::List(item) | Type::Set(item) => self.items(&of.of, item, name, (&limits, depth)),
            Type::Tuple(items) => {
                let items = items
                    .iter()
                    .map(|item| self.at(item, &Limits::default(), name, depth));
                let items: Vec<Sample> = items.collect::<Result<_, _>>()?;
                let end = if items.len() == 1 { ",)" } else { ")" };
                Ok(joined("(", &items, end))
            }
            Type::Dict(key, value) => {
                let key = self.at(key, &Limits::default(), name, depth)?;
                let mut value = self.at(value, &Limits::default(), name, depth)?;
                value.code = format!("{{{}: {}}}", key.code, value.code);
                value.imports.extend(key.imports);
                Ok(value)
            }
            Type::Model(symbol) | Type::Dataclass(symbol) => self.build(symbol, name, depth),
            Type::Enum(symbol, member, value) => self.member(symbol, member, value, name),
            Type::Literal(value) => Ok(Sample::bare(value.source.clone())),
            plain => match self.wanted {
                Use::Python => python(self.code, plain, &limits, name),
                Use::Json => json(plain, &limits, name),
            }
            .map_or_else(failed, Ok),
        }
    }

    fn items(
        &self,
        of: &Type,
        item: &Annotated,
        name: &str,
        (limits, depth): (&Limits, usize),
    ) -> Sampled {
        let count = limits.length.0.unwrap_or(1).max(1);
        if count > 3 || limits.length.1.is_some_and(|most| most < count) {
            return Err(format!("`{name}`"));
        }
        let one = self.at(item, &Limits::default(), name, depth)?;
        let is_set = matches!(of, Type::Set(_)) && self.wanted == Use::Python;
        if is_set && count > 1 {
            return Err(format!("`{name}`"));
        }
        let (open, close) = if is_set { ("{", "}") } else { ("[", "]") };
        Ok(joined(open, &vec![one; count], close))
    }

    fn member(
        &self,
        symbol: &Symbol,
        member: &str,
        value: &crate::python::Expression,
        name: &str,
    ) -> Sampled {
        match (self.wanted, &value.form) {
            (Use::Python, _) => Ok(Sample::with(
                format!("{}.{member}", symbol.name),
                &import(symbol),
            )),
            (Use::Json, Form::Text(text)) => Ok(Sample::bare(quoted(text))),
            (Use::Json, Form::Number(number)) => Ok(Sample::bare(number.clone())),
            (Use::Json, _) if value.source == "auto()" => {
                Ok(Sample::bare(quoted(&member.to_lowercase())))
            }
            (Use::Json, _) => Err(format!("`{name}`")),
        }
    }

    fn build(&self, symbol: &Symbol, name: &str, depth: usize) -> Sampled {
        let model = models::model(self.code, symbol);
        if !model.is_whole {
            return Err(format!("`{name}`, a `{}`", symbol.name));
        }
        let mut built = Sample::default();
        let mut parts = Vec::new();
        for field in model.required() {
            let value = self.field(field, symbol, depth)?;
            parts.push(match self.wanted {
                Use::Python => format!("{}={}", field.alias, value.code),
                Use::Json => format!("{}: {}", quoted(&field.alias), value.code),
            });
            built.imports.extend(value.imports);
        }
        let parts = parts.join(", ");
        built.code = match self.wanted {
            Use::Python => {
                built.imports.push(import(symbol));
                format!("{}({parts})", symbol.name)
            }
            Use::Json => format!("{{{parts}}}"),
        };
        Ok(built)
    }

    /// A value for a field of a class.
    pub fn field(&self, field: &Field, symbol: &Symbol, depth: usize) -> Sampled {
        self.at(&field.of, &field.limits, &field.name, depth)
            .map_err(|what| {
                if what == format!("`{}`", field.name) {
                    format!("{what} of `{}`", symbol.name)
                } else {
                    what
                }
            })
    }
}

/// The line that imports a symbol of the project.
pub(super) fn import(symbol: &Symbol) -> String {
    format!("from {} import {}", symbol.module, symbol.name)
}

/// A text as a Python literal.
pub(super) fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
}

fn joined(open: &str, items: &[Sample], close: &str) -> Sample {
    let codes: Vec<&str> = items.iter().map(|item| item.code.as_str()).collect();
    Sample {
        code: format!("{open}{}{close}", codes.join(", ")),
        imports: items.iter().flat_map(|item| item.imports.clone()).collect(),
    }
}

fn python(code: &Code, of: &Type, limits: &Limits, name: &str) -> Option<Sample> {
    Some(match of {
        Type::Str | Type::Email => Sample::bare(text(of, limits, name)?),
        Type::Url => Sample::with(
            "HttpUrl(\"https://example.com/\")",
            "from pydantic import HttpUrl",
        ),
        Type::Int | Type::Float | Type::Bool => Sample::bare(scalar(of, limits)?),
        Type::Any => Sample::bare("\"value\""),
        Type::None => Sample::bare("None"),
        Type::Bytes => Sample::bare("b\"data\""),
        Type::Decimal => Sample::with(
            format!("Decimal({})", quoted(&plain(limits.number()?))),
            "from decimal import Decimal",
        ),
        Type::Uuid => Sample::with("UUID(int=1, version=4)", "from uuid import UUID"),
        Type::Datetime => datetime(code),
        Type::Date => Sample::with("date(2024, 1, 1)", "from datetime import date"),
        Type::Time => Sample::with("time(12)", "from datetime import time"),
        Type::Timedelta => Sample::with("timedelta(minutes=1)", "from datetime import timedelta"),
        _ => return None,
    })
}

/// A time in UTC, as the oldest Python that the project allows can write it.
fn datetime(code: &Code) -> Sample {
    let minor = code
        .facts
        .text("project.python")
        .and_then(|version| version.split('.').nth(1)?.parse::<u32>().ok());
    let utc = if minor.is_some_and(|minor| minor < 11) {
        "timezone.utc"
    } else {
        "UTC"
    };
    let name = utc.split('.').next().unwrap_or(utc);
    Sample::with(
        format!("datetime(2024, 1, 1, tzinfo={utc})"),
        &format!("from datetime import datetime, {name}"),
    )
}

fn json(of: &Type, limits: &Limits, name: &str) -> Option<Sample> {
    Some(Sample::bare(match of {
        Type::Email if limits.length.1.is_none_or(|most| most >= 60) => {
            return Some(Sample::with(
                "f\"{uuid4().hex}@example.com\"",
                "from uuid import uuid4",
            ));
        }
        Type::Str | Type::Email => text(of, limits, name)?,
        Type::Url => "\"https://example.com/\"".to_owned(),
        Type::Int | Type::Float | Type::Bool => scalar(of, limits)?,
        Type::Any => "\"value\"".to_owned(),
        Type::None => "None".to_owned(),
        Type::Decimal => quoted(&plain(limits.number()?)),
        Type::Uuid => "\"00000000-0000-4000-8000-000000000001\"".to_owned(),
        Type::Datetime => "\"2024-01-01T00:00:00Z\"".to_owned(),
        Type::Date => "\"2024-01-01\"".to_owned(),
        Type::Time => "\"12:00:00\"".to_owned(),
        _ => return None,
    }))
}

fn scalar(of: &Type, limits: &Limits) -> Option<String> {
    Some(match of {
        Type::Bool => "True".to_owned(),
        Type::Float => {
            let number = limits.number()?;
            format!("{number:?}")
        }
        _ => {
            let number = limits.number().filter(|number| number.fract() == 0.0)?;
            plain(number)
        }
    })
}

/// A number without a fraction that says nothing.
fn plain(number: f64) -> String {
    format!("{number}")
}

/// A text of the right length and form; nothing where its pattern cannot be read.
fn text(of: &Type, limits: &Limits, name: &str) -> Option<String> {
    if let Some(pattern) = &limits.pattern {
        let text = matching(pattern, limits.length).filter(|_| *of != Type::Email)?;
        return Some(quoted(&text));
    }
    let is_email = *of == Type::Email || name == "email" || name.ends_with("_email");
    let mut text = if is_email {
        "user@example.com".to_owned()
    } else {
        name.rsplit('.').next().unwrap_or(name).replace('_', " ")
    };
    let (least, most) = limits.length;
    if is_email
        && (least.is_some_and(|least| text.len() < least)
            || most.is_some_and(|most| text.len() > most))
    {
        return None;
    }
    while text.len() < least.unwrap_or(0) {
        text.push_str(" and more");
        text.truncate(text.len().min(most.unwrap_or(usize::MAX)));
        if text.len() > 200 || most.is_some_and(|most| most < least.unwrap_or(0)) {
            return None;
        }
    }
    text.truncate(most.unwrap_or(usize::MAX).min(text.len()));
    Some(quoted(text.trim_end()))
}
