//! Fields of Pydantic, `SQLModel` and dataclass classes, those of their bases included.

use super::code::Code;
use super::limits::Limits;
use super::types::{Annotated, annotated};
use crate::python::{Attribute, Call, Class, Form, Function, Symbol};

/// A field of a class.
#[derive(Clone, Debug)]
pub(super) struct Field {
    /// Its name in Python.
    pub name: String,
    /// Its name in JSON.
    pub alias: String,
    /// Its type.
    pub of: Annotated,
    /// What limits its values.
    pub limits: Limits,
    /// Whether a value must be given.
    pub required: bool,
}

/// A class with all its fields.
#[derive(Clone, Debug, Default)]
pub(super) struct Model {
    /// The fields, those of bases first.
    pub fields: Vec<Field>,
    /// Names that are computed when it is written as JSON.
    pub computed: Vec<String>,
    /// Whether code of its own looks at values: validators.
    pub validates: bool,
    /// Whether it is a table, which checks nothing.
    pub is_table: bool,
    /// Whether all of it could be read: no base from elsewhere with fields, no made-up aliases.
    pub is_whole: bool,
}

impl Model {
    /// The fields that must be given.
    pub fn required(&self) -> impl Iterator<Item = &Field> {
        self.fields.iter().filter(|field| field.required)
    }
}

/// Bases from elsewhere that bring no fields.
const BARE: [&str; 9] = [
    "BaseModel",
    "SQLModel",
    "object",
    "ABC",
    "Generic",
    "Protocol",
    "DeclarativeBase",
    "MappedAsDataclass",
    "Base",
];

/// Decorators of validators.
const VALIDATORS: [&str; 5] = [
    "field_validator",
    "model_validator",
    "validator",
    "root_validator",
    "model_serializer",
];

/// The class that a symbol names, with the fields of its ancestors.
pub(super) fn model(code: &Code, symbol: &Symbol) -> Model {
    let lineage = code.lineage(symbol);
    let mut model = Model {
        is_whole: lineage.external.iter().all(|base| {
            let last = base.rsplit('.').next().unwrap_or_default();
            BARE.contains(&last)
        }),
        ..Model::default()
    };
    for class in lineage.own.iter().rev() {
        add(code, &class.path, &class.item, &mut model);
    }
    model
}

fn add(code: &Code, path: &str, class: &Class, model: &mut Model) {
    model.is_table |= class.keyword("table").is_some();
    for method in &class.methods {
        let has = |names: &[&str]| names.iter().any(|name| method.decorator(name).is_some());
        model.validates |= has(&VALIDATORS) && may_refuse(code, path, method);
        if has(&["computed_field"]) {
            model.computed.push(method.name.clone());
        }
    }
    for attribute in &class.attributes {
        if attribute.name == "model_config" {
            let source = attribute.value.as_ref().map_or("", |value| &value.source);
            model.is_whole &= !source.contains("alias_generator");
        } else if let Some(field) = field(code, path, attribute) {
            model.fields.retain(|known| known.name != field.name);
            model.fields.push(field);
        }
    }
}

/// Whether a validator can refuse a plain value that keeps to the type: it raises, and is not one for all fields.
fn may_refuse(code: &Code, path: &str, method: &Function) -> bool {
    let is_for_all = method.decorators.iter().any(|decorator| {
        let first = decorator.as_call().and_then(|call| call.positional(0));
        first.and_then(|first| first.as_text()) == Some("*")
    });
    let text = code.text(path).unwrap_or_default();
    let mut lines = text
        .lines()
        .skip(method.line)
        .take(method.end_line - method.line);
    let asserts = lines.any(|line| line.trim_start().starts_with("assert "));
    !is_for_all && (asserts || !method.raised.is_empty())
}

fn field(code: &Code, path: &str, attribute: &Attribute) -> Option<Field> {
    let annotation = attribute.annotation.as_ref()?;
    let is_class_var = annotation.source.contains("ClassVar");
    let call = attribute.value.as_ref().and_then(|value| value.as_call());
    let is_relation = call.is_some_and(|call| call.name() == "Relationship");
    if attribute.name.starts_with('_') || is_class_var || is_relation {
        return None;
    }
    let of = annotated(code, path, annotation);
    let inner = of.beside(&["Field"]).map(|(_, call)| call.clone());
    let own = call.filter(|call| ["Field", "field"].contains(&call.name()));
    let calls: Vec<&Call> = inner.iter().chain(own).collect();
    let has_default = match (&attribute.value, own) {
        (Some(_), None) => true,
        (_, own) => own.into_iter().chain(&inner).any(gives_default),
    };
    let alias = calls.iter().find_map(|call| alias(call));
    Some(Field {
        alias: alias.unwrap_or_else(|| attribute.name.clone()),
        name: attribute.name.clone(),
        limits: Limits::of(calls.iter().copied()),
        required: !has_default,
        of,
    })
}

fn gives_default(call: &Call) -> bool {
    let given = call
        .argument("default", 0)
        .or_else(|| call.keyword("default_factory"))
        .or_else(|| call.keyword("factory"));
    given.is_some_and(|value| value.source != "...")
}

fn alias(call: &Call) -> Option<String> {
    let value = call
        .keyword("validation_alias")
        .or_else(|| call.keyword("alias"))?;
    match &value.form {
        Form::Text(text) => Some(text.clone()),
        _ => None,
    }
}
