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
    /// Whether a value can be given.
    pub is_given: bool,
}

/// A class with all its fields.
#[derive(Clone, Debug, Default)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "five things that are so or not, each by itself"
)]
pub(super) struct Model {
    /// The fields, those of bases first.
    pub fields: Vec<Field>,
    /// Names that are computed when it is written as JSON.
    pub computed: Vec<String>,
    /// Whether code of its own looks at values: validators.
    pub validates: bool,
    /// Whether code of its own, or its settings, may change values on the way in.
    pub touches: bool,
    /// Whether more than validators of single fields and `__post_init__` does so.
    pub reshapes: bool,
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
            BARE.contains(&last) && !base.starts_with("pydantic.v1.")
        }),
        ..Model::default()
    };
    for class in lineage.own.iter().rev() {
        add(code, &class.path, &class.item, &mut model);
    }
    model
}

/// Settings that change values on the way in.
const CHANGING: [&str; 8] = [
    "str_strip_whitespace",
    "str_to_lower",
    "str_to_upper",
    "anystr_strip_whitespace",
    "anystr_lower",
    "use_enum_values",
    "str_min_length",
    "min_anystr_length",
];

/// Methods that stand between what is given and what is kept.
const BETWEEN: [&str; 7] = [
    "__init__",
    "__new__",
    "__post_init__",
    "model_post_init",
    "__setattr__",
    "__getattribute__",
    "__pydantic_init_subclass__",
];

/// Takes what the settings of a class say: `model_config = …`, or `class Config`.
fn configure(code: &Code, path: &str, class: &Class, model: &mut Model) {
    let module = code.module(path);
    let inner = module.as_ref().and_then(|module| {
        let mut classes = module.classes.iter();
        classes.find(|one| one.name == "Config" && one.scope == class.name)
    });
    let named = inner.iter().flat_map(|config| &config.attributes);
    let names: Vec<&str> = named.map(|one| one.name.as_str()).collect();
    let written = class.attribute("model_config");
    let written = written
        .and_then(|one| one.value.as_ref())
        .map_or("", |value| &value.source);
    let says = |name: &str| names.contains(&name) || written.contains(name);
    model.is_whole &= !says("alias_generator");
    let changes = CHANGING.iter().any(|name| says(name));
    model.touches |= changes;
    model.reshapes |= changes;
}

fn add(code: &Code, path: &str, class: &Class, model: &mut Model) {
    configure(code, path, class, model);
    for name in BETWEEN.iter().filter(|name| class.method(name).is_some()) {
        model.touches = true;
        model.reshapes |= *name != "__post_init__";
    }
    model.is_table |= class.keyword("table").is_some();
    for method in &class.methods {
        let has = |names: &[&str]| names.iter().any(|name| method.decorator(name).is_some());
        model.touches |= has(&VALIDATORS);
        model.reshapes |= has(&["model_validator", "root_validator"]);
        model.validates |= has(&VALIDATORS) && may_refuse(code, path, method);
        if has(&["computed_field"]) {
            model.computed.push(method.name.clone());
        }
    }
    for attribute in &class.attributes {
        if attribute.name == "model_config" {
            continue;
        }
        let is_borrowed = attribute.annotation.as_ref();
        model.is_whole &= !is_borrowed.is_some_and(|of| of.source.contains("InitVar"));
        let Some(field) = field(code, path, attribute) else {
            continue;
        };
        let mut fields = model.fields.iter_mut();
        match fields.find(|known| known.name == field.name) {
            Some(known) => *known = field,
            None => model.fields.push(field),
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
    let is_left_out = calls.iter().any(|call| {
        call.keyword("init")
            .is_some_and(|value| value.source == "False")
    });
    let is_nothing = of.is_optional() && code.has_old_pydantic();
    Some(Field {
        alias: alias.unwrap_or_else(|| attribute.name.clone()),
        name: attribute.name.clone(),
        limits: Limits::of(calls.iter().copied()),
        is_given: !is_left_out,
        required: !has_default && !is_left_out && !is_nothing,
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
