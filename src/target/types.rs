//! What an annotation means: the type with what limits its values.

use super::code::Code;
use crate::python::{self, Call, Expression, Form, Resolved, Symbol};

/// A type, as far as values can be made of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Type {
    Str,
    Email,
    Url,
    Int,
    Float,
    Bool,
    Bytes,
    Decimal,
    Uuid,
    Datetime,
    Date,
    Time,
    Timedelta,
    Any,
    None,
    List(Box<Annotated>),
    Set(Box<Annotated>),
    Tuple(Vec<Annotated>),
    Dict(Box<Annotated>, Box<Annotated>),
    /// One of several, `None` among them or not.
    Either(Vec<Annotated>),
    /// `Literal[…]`: its first value.
    Literal(Expression),
    /// An enumeration: its first member, and the value of that.
    Enum(Symbol, String, Expression),
    /// A class of Pydantic or `SQLModel`.
    Model(Symbol),
    Dataclass(Symbol),
    /// A database session.
    Session {
        is_async: bool,
    },
    /// Another class of the project.
    Class(Symbol),
    /// What values cannot be made of.
    Other(String),
}

/// A type with what stands beside it in `Annotated` and `Field`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Annotated {
    /// The type itself.
    pub of: Type,
    /// The calls beside it: `Depends(…)`, `Query(…)`, `Field(…)`; each with the file that it stands in.
    pub beside: Vec<(String, Call)>,
    /// Limits that follow from the name of the type alone, as of `PositiveInt`.
    pub least: Option<i64>,
}

impl Annotated {
    fn plain(of: Type) -> Self {
        Self {
            of,
            beside: Vec::new(),
            least: None,
        }
    }

    /// The call beside it whose last part is one of `names`.
    pub fn beside(&self, names: &[&str]) -> Option<&(String, Call)> {
        self.beside
            .iter()
            .find(|(_, call)| names.contains(&call.name()))
    }

    /// Whether `None` is among its values.
    pub fn is_optional(&self) -> bool {
        match &self.of {
            Type::None => true,
            Type::Either(types) => types.iter().any(Self::is_optional),
            _ => false,
        }
    }

    /// The type without `None`.
    pub fn essence(&self) -> &Type {
        match &self.of {
            Type::Either(types) => types
                .iter()
                .find(|of| of.of != Type::None)
                .map_or(&self.of, Self::essence),
            of => of,
        }
    }
}

/// How deep types and aliases are followed.
const DEPTH: usize = 12;

/// The meaning of an annotation in the file at `path`.
pub(super) fn annotated(code: &Code, path: &str, annotation: &Expression) -> Annotated {
    at(code, path, annotation, DEPTH)
}

fn at(code: &Code, path: &str, annotation: &Expression, depth: usize) -> Annotated {
    let Some(depth) = depth.checked_sub(1) else {
        return other(annotation);
    };
    let inner = |expression: &Expression| at(code, path, expression, depth);
    match &annotation.form {
        Form::None => Annotated::plain(Type::None),
        Form::Of(value) => inner(value),
        Form::Either(left, right) => either(vec![inner(left), inner(right)]),
        Form::Text(text) => match parsed(text) {
            Some(expression) => inner(&expression),
            None => other(annotation),
        },
        Form::Index(value, items) => {
            let Some(name) = value.as_name() else {
                return other(annotation);
            };
            subscript(code, (path, name), items, (annotation, depth))
        }
        Form::Name(name) => named(code, (path, name), annotation, depth),
        _ => other(annotation),
    }
}

fn other(annotation: &Expression) -> Annotated {
    Annotated::plain(Type::Other(annotation.source.clone()))
}

/// An annotation that is written as a text.
fn parsed(text: &str) -> Option<Expression> {
    let module = python::read(&format!("it: {text}\n"));
    module.assignments.first()?.annotation.clone()
}

fn either(types: Vec<Annotated>) -> Annotated {
    let mut flat = Vec::new();
    for one in types {
        match one.of {
            Type::Either(inner) => flat.extend(inner),
            _ => flat.push(one),
        }
    }
    Annotated::plain(Type::Either(flat))
}

/// The last part of what a name stands for, and where it is from.
fn known(code: &Code, path: &str, name: &str) -> (Option<Resolved>, String) {
    let found = code.resolve(path, name);
    let dotted = match &found {
        Some(Resolved::External(dotted)) => dotted.as_str(),
        _ => name,
    };
    let last = dotted.rsplit('.').next().unwrap_or(dotted).to_owned();
    (found, last)
}

fn subscript(
    code: &Code,
    (path, name): (&str, &str),
    items: &[Expression],
    (annotation, depth): (&Expression, usize),
) -> Annotated {
    let inner = |expression: &Expression| at(code, path, expression, depth);
    let (found, last) = known(code, path, name);
    if matches!(found, Some(Resolved::Own(_))) {
        return other(annotation);
    }
    let first = items.first();
    let boxed = || first.map_or_else(any, |item| Box::new(inner(item)));
    match last.as_str() {
        "Optional" => either(
            first
                .map(inner)
                .into_iter()
                .chain([Annotated::plain(Type::None)])
                .collect(),
        ),
        "Union" => either(items.iter().map(inner).collect()),
        "Annotated" => match first {
            Some(first) => beside(inner(first), path, &items[1..]),
            None => other(annotation),
        },
        "Literal" => match first {
            Some(first) => Annotated::plain(Type::Literal(first.clone())),
            None => other(annotation),
        },
        "List" | "list" | "Sequence" | "Iterable" | "Collection" | "MutableSequence" => {
            Annotated::plain(Type::List(boxed()))
        }
        "Set" | "set" | "frozenset" | "FrozenSet" => Annotated::plain(Type::Set(boxed())),
        "Tuple" | "tuple" => Annotated::plain(Type::Tuple(
            items
                .iter()
                .filter(|item| item.source != "...")
                .map(inner)
                .collect(),
        )),
        "Dict" | "dict" | "Mapping" | "MutableMapping" => Annotated::plain(Type::Dict(
            boxed(),
            items.get(1).map_or_else(any, |item| Box::new(inner(item))),
        )),
        _ => other(annotation),
    }
}

fn any() -> Box<Annotated> {
    Box::new(Annotated::plain(Type::Any))
}

fn beside(mut one: Annotated, path: &str, items: &[Expression]) -> Annotated {
    let calls = items.iter().filter_map(Expression::as_call);
    one.beside
        .extend(calls.map(|call| (path.to_owned(), call.clone())));
    one
}

fn named(
    code: &Code,
    (path, name): (&str, &str),
    annotation: &Expression,
    depth: usize,
) -> Annotated {
    match known(code, path, name) {
        (Some(Resolved::Own(symbol)), _) => own(code, &symbol, annotation, depth),
        (Some(Resolved::External(dotted)), last) => {
            library(&dotted, &last).unwrap_or_else(|| other(annotation))
        }
        (Some(Resolved::Module(_)), _) => other(annotation),
        (None, _) => built_in(name).map_or_else(|| other(annotation), Annotated::plain),
    }
}

fn built_in(name: &str) -> Option<Type> {
    Some(match name {
        "str" => Type::Str,
        "int" => Type::Int,
        "float" => Type::Float,
        "bool" => Type::Bool,
        "bytes" => Type::Bytes,
        "None" => Type::None,
        "list" => Type::List(any()),
        "set" | "frozenset" => Type::Set(any()),
        "tuple" => Type::Tuple(Vec::new()),
        "dict" => Type::Dict(Box::new(Annotated::plain(Type::Str)), any()),
        "object" => Type::Any,
        _ => return None,
    })
}

fn library(dotted: &str, last: &str) -> Option<Annotated> {
    let (of, least) = match last {
        "Any" => (Type::Any, None),
        "UUID" | "UUID4" => (Type::Uuid, None),
        "datetime" | "AwareDatetime" | "NaiveDatetime" => (Type::Datetime, None),
        "date" => (Type::Date, None),
        "time" => (Type::Time, None),
        "timedelta" => (Type::Timedelta, None),
        "Decimal" => (Type::Decimal, None),
        "EmailStr" => (Type::Email, None),
        "HttpUrl" | "AnyUrl" | "AnyHttpUrl" => (Type::Url, None),
        "PositiveInt" => (Type::Int, Some(1)),
        "NonNegativeInt" | "StrictInt" => (Type::Int, Some(0)),
        "PositiveFloat" => (Type::Float, Some(1)),
        "NonNegativeFloat" | "StrictFloat" => (Type::Float, Some(0)),
        "StrictStr" => (Type::Str, None),
        "StrictBool" => (Type::Bool, None),
        "List" | "Sequence" | "Iterable" => (Type::List(any()), None),
        "Dict" | "Mapping" => (
            Type::Dict(Box::new(Annotated::plain(Type::Str)), any()),
            None,
        ),
        "Session" | "AsyncSession" if dotted.starts_with("sql") => {
            let is_async = last == "AsyncSession";
            (Type::Session { is_async }, None)
        }
        _ => return None,
    };
    let module = dotted.rsplit_once('.').map_or("", |(module, _)| module);
    let is_dated = ["datetime", "date", "time", "timedelta"].contains(&last);
    let fits = !is_dated || module == "datetime" || module.ends_with(".datetime");
    fits.then(|| Annotated {
        least,
        ..Annotated::plain(of)
    })
}

const MODELS: [&str; 2] = ["BaseModel", "SQLModel"];
const ENUMS: [&str; 5] = ["Enum", "StrEnum", "IntEnum", "Flag", "IntFlag"];

fn own(code: &Code, symbol: &Symbol, annotation: &Expression, depth: usize) -> Annotated {
    let Some(class) = code.class(symbol) else {
        return match code.value(symbol) {
            Some(value) => at(code, &symbol.path, &value, depth),
            None => other(annotation),
        };
    };
    let lineage = code.lineage(symbol);
    let is_dataclass = class
        .item
        .decorators
        .iter()
        .any(|decorator| decorator.head() == Some("dataclass"));
    let of = if lineage.has(&MODELS) {
        Type::Model(symbol.clone())
    } else if lineage.has(&ENUMS) {
        match class.item.attributes.iter().find_map(member) {
            Some((name, value)) => Type::Enum(symbol.clone(), name, value),
            None => Type::Other(annotation.source.clone()),
        }
    } else if is_dataclass {
        Type::Dataclass(symbol.clone())
    } else {
        Type::Class(symbol.clone())
    };
    Annotated::plain(of)
}

fn member(attribute: &python::Attribute) -> Option<(String, Expression)> {
    let is_public = !attribute.name.starts_with('_');
    let value = attribute.value.clone()?;
    (is_public && attribute.annotation.is_none()).then(|| (attribute.name.clone(), value))
}
