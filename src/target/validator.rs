//! Validators of fields, and what a dataclass looks at when it is made: the values that they refuse.

use super::body::Body;
use super::callable::{Callable, Passed, snake};
use super::case::{Case, TestNames};
use super::code::{Code, Found};
use super::models::{Field, Model};
use super::refusal::{Refusal, Refusals, refusals, within};
use super::sample::{Sampler, Use};
use super::shape::Shape;
use super::values::{case, given};
use crate::python::{Expression, Function, Symbol};

/// A validator of some fields.
struct Validator {
    callable: Callable,
    /// The names of the fields.
    fields: Vec<String>,
    /// What it calls the value.
    parameter: String,
}

/// The validators of single fields; nothing where one is for all of them, or cannot be read.
fn validators(code: &Code, symbol: &Symbol) -> Option<Vec<Validator>> {
    let mut found = Vec::new();
    for class in code.lineage(symbol).own {
        for method in &class.item.methods {
            let names = ["field_validator", "validator"];
            let Some(mark) = names.iter().find_map(|name| method.decorator(name)) else {
                continue;
            };
            let call = mark.as_call()?;
            let own = call
                .arguments
                .iter()
                .filter(|argument| argument.name.is_none());
            let fields: Option<Vec<String>> = own
                .map(|argument| argument.value.as_text().map(str::to_owned))
                .collect();
            let fields = fields.filter(|fields| !fields.iter().any(|name| name == "*"))?;
            let item = method.clone();
            let mut parameters = item.parameters.iter();
            let parameter = parameters.find(|one| !["self", "cls"].contains(&one.name.as_str()))?;
            found.push(Validator {
                parameter: parameter.name.clone(),
                fields,
                callable: Callable {
                    function: Found {
                        path: class.path.clone(),
                        module: class.module.clone(),
                        item,
                    },
                    owner: Some(symbol.clone()),
                },
            });
        }
    }
    Some(found)
}

impl Validator {
    /// What it says of a good value of a field.
    fn says(&self, code: &Code, symbol: &Symbol, field: &Field) -> Option<Refusals> {
        let passed = passed(code, symbol, field, &self.parameter)?;
        Some(refusals(code, &self.callable, &[passed]))
    }

    /// Whether it gives back what it gets.
    fn is_clear(&self, code: &Code) -> bool {
        let function = &self.callable.function;
        let scope = function.item.path();
        let module = code.module(&function.path);
        let is_set = module.is_none_or(|module| {
            let mut own = module.assignments.iter();
            own.any(|one| one.scope == scope && one.name == self.parameter)
        });
        let same = |value: &Expression| value.as_name() == Some(&self.parameter);
        !is_set && !function.item.returned.is_empty() && function.item.returned.iter().all(same)
    }
}

/// A good value of a field, under the name that code of its own gives it.
fn passed(code: &Code, symbol: &Symbol, field: &Field, name: &str) -> Option<Passed> {
    let sampler = Sampler {
        code,
        wanted: Use::Python,
    };
    Some(Passed {
        name: name.to_owned(),
        by_place: false,
        of: field.of.clone(),
        value: sampler.field(field, symbol, 5).ok()?,
        fixture: None,
        is_sure: true,
    })
}

/// Whether the validators of a class take the values that a test gives, each by itself.
pub(super) fn takes(code: &Code, symbol: &Symbol, model: &Model) -> bool {
    let Some(validators) = validators(code, symbol).filter(|_| !model.reshapes) else {
        return false;
    };
    validators.iter().all(|validator| {
        let looked_at = |field: &&Field| validator.fields.contains(&field.name);
        model.required().filter(looked_at).all(|field| {
            let said = validator.says(code, symbol, field);
            said.is_some_and(|said| said.comes_back)
        })
    })
}

/// Whether code of a class's own leaves good values as they are.
pub(super) fn is_clear(code: &Code, symbol: &Symbol, model: &Model) -> bool {
    if let Some((init, body)) = after_init(code, symbol) {
        let said = body.map(|body| looked_at(code, symbol, model, &init, &body));
        return said.is_some_and(|said| said.comes_back) && !model.reshapes && !sets(code, &init);
    }
    let own = validators(code, symbol).unwrap_or_default();
    own.iter().all(|validator| validator.is_clear(code)) && takes(code, symbol, model)
}

/// The `__post_init__` of a dataclass, with its body.
fn after_init(code: &Code, symbol: &Symbol) -> Option<(Found<Function>, Option<Body>)> {
    let found = code.method(symbol, "__post_init__")?;
    let body = Body::read_bare(code, &found.path, &found.item);
    Some((found, body))
}

fn sets(code: &Code, function: &Found<Function>) -> bool {
    let scope = function.item.path();
    code.module(&function.path).is_none_or(|module| {
        let mut own = module.assignments.iter();
        own.any(|one| one.scope == scope && one.name.starts_with("self."))
    })
}

/// What a `__post_init__` says of good values.
fn looked_at(
    code: &Code,
    symbol: &Symbol,
    model: &Model,
    init: &Found<Function>,
    body: &Body,
) -> Refusals {
    let callable = Callable {
        function: init.clone(),
        owner: Some(symbol.clone()),
    };
    let passed: Option<Vec<Passed>> = model
        .required()
        .map(|field| passed(code, symbol, field, &field.name))
        .collect();
    passed.map_or_else(Refusals::default, |passed| {
        within(code, &callable, &passed, body)
    })
}

/// A test for each value that is refused.
pub(super) fn cases(
    code: &Code,
    symbol: &Symbol,
    model: &Model,
    names: &mut TestNames,
) -> Vec<Case> {
    if model.reshapes {
        return Vec::new();
    }
    if let Some((init, body)) = after_init(code, symbol) {
        let said = body.map(|body| looked_at(code, symbol, model, &init, &body));
        let found = said.map_or_else(Vec::new, |said| said.found);
        let cases = found
            .iter()
            .filter_map(|one| at_once(code, symbol, model, one, names));
        return cases.collect();
    }
    let mut cases = Vec::new();
    for validator in validators(code, symbol).unwrap_or_default() {
        let fields = model.fields.iter().filter(|field| field.is_given);
        for field in fields.filter(|field| validator.fields.contains(&field.name)) {
            let said = validator.says(code, symbol, field).unwrap_or_default();
            let refused = said
                .found
                .into_iter()
                .filter(|one| is_reported(&one.exception.0));
            cases.extend(refused.filter_map(|one| read(code, symbol, (model, field), &one, names)));
        }
    }
    cases
}

/// Whether Pydantic makes a `ValidationError` of an exception.
fn is_reported(exception: &str) -> bool {
    ["ValueError", "AssertionError"].contains(&exception)
}

/// A dataclass that is made with what it refuses.
fn at_once(
    code: &Code,
    symbol: &Symbol,
    model: &Model,
    refusal: &Refusal,
    names: &mut TestNames,
) -> Option<Case> {
    let (exception, line) = &refusal.exception;
    let mut case = self::case(symbol, String::new());
    let mut arguments = Vec::new();
    for field in model.required() {
        let good = passed(code, symbol, field, &field.name)?.value;
        let value = if field.name == refusal.parameter {
            refusal.value.clone()
        } else {
            good
        };
        arguments.push(format!("{}={}", field.name, value.code));
        case.import(value.imports);
    }
    let (own, raised) = (snake(&symbol.name), snake(exception));
    case.name = names.free(&format!(
        "test_{own}_raises_{raised}_for_{}",
        refusal.parameter
    ));
    case.doc = doc(symbol, &refusal.parameter, refusal);
    case.import(line.clone());
    case.import(["import pytest".to_owned()]);
    case.shape = Shape::Raises {
        arrange: Vec::new(),
        call: format!("{}({})", symbol.name, arguments.join(", ")),
        exception: exception.clone(),
        message: refusal.message.clone(),
    };
    Some(case)
}

/// A model that is read from what a validator refuses.
fn read(
    code: &Code,
    symbol: &Symbol,
    (model, field): (&Model, &Field),
    refusal: &Refusal,
    names: &mut TestNames,
) -> Option<Case> {
    let value = &refusal.value;
    let name = format!("test_{}_refuses_its_{}", snake(&symbol.name), field.name);
    let doc = doc(symbol, &field.name, refusal);
    let apart = (model, field, Some(value.code.as_str()));
    let (mut case, call) = given(code, symbol, apart, (&name, doc))?;
    case.name = names.free(&name);
    case.import(value.imports.iter().cloned());
    case.import(["import pytest", "from pydantic import ValidationError"].map(str::to_owned));
    case.shape = Shape::Raises {
        arrange: Vec::new(),
        call,
        exception: "ValidationError".to_owned(),
        message: refusal.message.clone(),
    };
    Some(case)
}

fn doc(symbol: &Symbol, field: &str, refusal: &Refusal) -> String {
    let shown = &refusal.value.code;
    format!("A `{}` refuses `{field}={shown}`.", symbol.name)
}
