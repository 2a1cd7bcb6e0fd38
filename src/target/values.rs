//! Tests of classes that hold values: Pydantic models, dataclasses, and enumerations by `members`.
//!
//! What they are given they keep, what they declare they ask for; code of their own in between is left to a person.

use super::callable::{is_abstract, snake};
use super::case::{Case, Over, TestNames};
use super::check::{Edges, edges, is_checked, is_kept};
use super::code::Code;
use super::making::Makings;
use super::members::{enumeration, members};
use super::models::{self, Field, Model};
use super::sample::{Sample, Sampler, Use, import, quoted};
use super::shape::Shape;
use super::types::{Type, annotated};
use super::validator;
use crate::python::{Attribute, Expression, Form, Module, Symbol};

/// The classes of a module that hold values, or the one called `name`.
pub(super) fn records(
    code: &Code,
    (path, dotted): (&str, &str),
    module: &Module,
    name: Option<&str>,
) -> Vec<Symbol> {
    let is_meant = |class: &&crate::python::Class| {
        let is_public = class.scope.is_empty() && !class.name.starts_with('_');
        is_public && !is_abstract(class) && name.is_none_or(|name| name == class.name)
    };
    let symbols = module.classes.iter().filter(is_meant).map(|class| Symbol {
        module: dotted.to_owned(),
        name: class.name.clone(),
        path: path.to_owned(),
    });
    let holds = |symbol: &Symbol| match of(code, symbol) {
        Type::Enum(..) => !members(code, symbol).is_empty(),
        Type::Model(_) | Type::Dataclass(_) => {
            let model = models::model(code, symbol);
            model.is_whole && !model.is_table && !model.fields.is_empty()
        }
        _ => false,
    };
    symbols.filter(holds).collect()
}

/// What kind of class a symbol names.
fn of(code: &Code, symbol: &Symbol) -> Type {
    let name = Expression {
        source: symbol.name.clone(),
        line: 0,
        form: Form::Name(symbol.name.clone()),
    };
    annotated(code, &symbol.path, &name).of
}

/// The tests of one class.
pub(super) fn cases(makings: Makings, symbol: &Symbol, names: &mut TestNames) -> Vec<Case> {
    let code = makings.code;
    let of = of(code, symbol);
    if let Type::Enum(..) = of {
        return vec![enumeration(code, symbol, names)];
    }
    let model = models::model(code, symbol);
    let is_read = matches!(of, Type::Model(_));
    let is_clear = !model.touches || validator::is_clear(code, symbol, &model);
    let mut cases = vec![if is_clear {
        kept(code, symbol, &model, names)
    } else {
        open(symbol, names)
    }];
    if is_read && !model.reshapes {
        cases.extend(lacking(code, symbol, &model, names));
    }
    if model.touches {
        cases.extend(validator::cases(code, symbol, &model, names));
    } else if is_read {
        cases.extend(wrong(code, symbol, &model, names));
        cases.extend(bounded(code, symbol, &model, names));
    }
    cases
}

/// What keeps the fields of a class, or the members of an enumeration.
pub(super) fn regression(makings: Makings, symbol: &Symbol, names: &mut TestNames) -> Case {
    let code = makings.code;
    let of = of(code, symbol);
    if let Type::Enum(..) = of {
        return enumeration(code, symbol, names);
    }
    let name = format!("test_{}_keeps_its_fields", snake(&symbol.name));
    let mut case = case(symbol, names.free(&name));
    case.doc = format!("Whoever makes a `{}` can go on as before.", symbol.name);
    let call = match of {
        Type::Dataclass(_) => {
            case.import(["from dataclasses import fields".to_owned()]);
            let all = format!("field.name for field in fields({})", symbol.name);
            let lineage = code.lineage(symbol);
            let mut own = lineage.own.iter().flat_map(|class| &class.item.attributes);
            let is_hidden = |one: &Attribute| one.name.starts_with('_') && one.annotation.is_some();
            if own.any(is_hidden) {
                format!("{{{all} if field.name[0] != \"_\"}}")
            } else {
                format!("{{{all}}}")
            }
        }
        _ if code.has_old_pydantic() => format!("set({}.__fields__)", symbol.name),
        _ => format!("set({}.model_fields)", symbol.name),
    };
    let model = models::model(code, symbol);
    let fields: Vec<String> = model
        .fields
        .iter()
        .map(|field| quoted(&field.name))
        .collect();
    let assertion = format!("result == {{{}}}", fields.join(", "));
    case.shape = returns(call, assertion);
    case
}

/// A test that imports the class.
pub(super) fn case(symbol: &Symbol, name: String) -> Case {
    let mut case = Case::empty(name);
    case.import([import(symbol)]);
    case
}

/// Looks at `result`.
pub(super) fn returns(call: String, assertion: String) -> Shape {
    Shape::Returns {
        arrange: Vec::new(),
        call,
        assertion,
    }
}

/// A class whose own code looks at what it is given.
fn open(symbol: &Symbol, names: &mut TestNames) -> Case {
    let name = &symbol.name;
    let mut case = case(symbol, names.free(&format!("test_{}", snake(name))));
    case.doc = format!("What `{name}` makes of its values.");
    case.import(["import pytest".to_owned()]);
    case.skip = Some(format!(
        "give values of a `{name}`, and say what its own code makes of them"
    ));
    case.shape = Shape::Calls {
        arrange: vec![format!("assert callable({name})")],
        call: None,
    };
    case
}

/// It has what it is made with.
fn kept(code: &Code, symbol: &Symbol, model: &Model, names: &mut TestNames) -> Case {
    let own = &symbol.name;
    let mut case = case(symbol, names.free(&format!("test_{}", snake(own))));
    case.doc = format!("A `{own}` has what it is made with.");
    let mut given = Vec::new();
    for field in chosen(model) {
        match value(code, symbol, field) {
            Some(value) if is_word(&field.alias) => given.push((field, value)),
            _ => {
                case.import(["import pytest".to_owned()]);
                case.skip = Some(format!("give a value for `{}` of `{own}`", field.name));
                case.shape = Shape::Calls {
                    arrange: vec![format!("assert callable({own})")],
                    call: None,
                };
                return case;
            }
        }
    }
    let arguments: Vec<String> = given
        .iter()
        .map(|(field, value)| format!("{}={}", field.alias, value.code))
        .collect();
    for (_, value) in &given {
        case.import(value.imports.iter().cloned());
    }
    let compared = given
        .iter()
        .filter(|(field, _)| is_kept(field.of.essence()));
    let (left, right): (Vec<String>, Vec<String>) = compared
        .map(|(field, value)| (format!("result.{}", field.name), value.code.clone()))
        .unzip();
    let assertion = match &left[..] {
        [] => format!("isinstance(result, {own})"),
        [one] => format!("{one} == {}", right.join("")),
        _ => format!("({}) == ({})", left.join(", "), right.join(", ")),
    };
    case.shape = returns(format!("{own}({})", arguments.join(", ")), assertion);
    case
}

/// The fields that must be given; where there are none, some that can be looked at.
fn chosen(model: &Model) -> Vec<&Field> {
    let required: Vec<&Field> = model.required().collect();
    if !required.is_empty() {
        return required;
    }
    let fields = model.fields.iter().filter(|field| field.is_given);
    let plain = fields.filter(|field| is_kept(field.of.essence()) && is_word(&field.alias));
    plain.take(3).collect()
}

fn value(code: &Code, symbol: &Symbol, field: &Field) -> Option<Sample> {
    let sampler = Sampler {
        code,
        wanted: Use::Python,
    };
    sampler.field(field, symbol, 5).ok()
}

fn is_word(name: &str) -> bool {
    let is_part = |c: char| c.is_alphanumeric() || c == '_';
    name.chars().all(is_part) && !name.starts_with(|c: char| c.is_ascii_digit())
}

/// It asks for a field that must be given.
fn lacking(code: &Code, symbol: &Symbol, model: &Model, names: &mut TestNames) -> Option<Case> {
    let field = model.required().next()?;
    let name = format!("test_{}_without_{}", snake(&symbol.name), field.name);
    let doc = format!("A `{}` needs its `{}`.", symbol.name, field.name);
    refused(code, symbol, (model, field, None), (names, &name, doc))
}

/// It refuses a value of another type.
fn wrong(code: &Code, symbol: &Symbol, model: &Model, names: &mut TestNames) -> Option<Case> {
    let mut fields = model.fields.iter();
    let field = fields.find(|field| field.is_given && is_checked(field.of.essence()))?;
    let name = format!("test_{}_with_wrong_{}", snake(&symbol.name), field.name);
    let doc = format!(
        "A `{}` refuses a `{}` of another type.",
        symbol.name, field.name
    );
    let other = Some("[\"another type\"]");
    refused(code, symbol, (model, field, other), (names, &name, doc))
}

/// It takes what is at the limits of a field, and refuses what is beyond.
fn bounded(code: &Code, symbol: &Symbol, model: &Model, names: &mut TestNames) -> Vec<Case> {
    let own = &symbol.name;
    let mut cases = Vec::new();
    for field in model.fields.iter().filter(|field| field.is_given) {
        let Edges {
            taken,
            refused: beyond,
            annotation,
        } = edges(&field.of, &field.limits);
        let (snake, name) = (snake(own), &field.name);
        let over = |values: Vec<String>| Some(Over { values, annotation });
        if !taken.is_empty() {
            let doc = format!("A `{own}` takes a `{name}` at its limits.");
            let test = format!("test_{snake}_with_{name}_at_its_limits");
            let made = given(code, symbol, (model, field, Some("value")), (&test, doc));
            cases.extend(made.map(|(mut case, call)| {
                case.name = names.free(&test);
                case.over = over(taken);
                case.import(["import pytest".to_owned()]);
                case.shape = returns(call, format!("result.{name} == value"));
                case
            }));
        }
        if !beyond.is_empty() {
            let doc = format!("A `{own}` refuses a `{name}` beyond its limits.");
            let test = format!("test_{snake}_with_{name}_beyond_its_limits");
            let made = refused(
                code,
                symbol,
                (model, field, Some("value")),
                (names, &test, doc),
            );
            cases.extend(made.map(|mut case| {
                case.over = over(beyond);
                case
            }));
        }
    }
    cases
}

fn refused(
    code: &Code,
    symbol: &Symbol,
    bad: (&Model, &Field, Option<&str>),
    (names, name, doc): (&mut TestNames, &str, String),
) -> Option<Case> {
    let (mut case, call) = given(code, symbol, bad, (name, doc))?;
    case.name = names.free(name);
    case.import(["import pytest", "from pydantic import ValidationError"].map(str::to_owned));
    let alias = &bad.1.alias;
    case.shape = Shape::Raises {
        arrange: Vec::new(),
        call,
        exception: "ValidationError".to_owned(),
        message: is_word(alias).then(|| alias.clone()),
    };
    Some(case)
}

/// A test with a call that reads the class from what must be given, one field apart: it has `other`, or nothing.
pub(super) fn given(
    code: &Code,
    symbol: &Symbol,
    (model, apart, other): (&Model, &Field, Option<&str>),
    (name, doc): (&str, String),
) -> Option<(Case, String)> {
    let mut case = case(symbol, name.to_owned());
    case.doc = doc;
    let mut pairs = Vec::new();
    for field in model.required().filter(|field| field.name != apart.name) {
        let value = value(code, symbol, field)?;
        pairs.push(format!("{}: {}", quoted(&field.alias), value.code));
        case.import(value.imports);
    }
    pairs.extend(other.map(|other| format!("{}: {other}", quoted(&apart.alias))));
    let call = format!(
        "{}.{}({{{}}})",
        symbol.name,
        code.validate(),
        pairs.join(", ")
    );
    Some((case, call))
}
