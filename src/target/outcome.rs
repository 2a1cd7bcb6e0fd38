//! What a function gives back for arguments that are known, where all that it does is plain.

use ruff_python_ast::{Expr, Stmt, StmtIf};

use super::body::Body;
use super::callable::{Callable, Passed};
use super::code::Code;
use super::evaluate::{Value, Values, evaluate};
use super::refusal::values;
use super::sample::quoted;
use super::types::Type;
use crate::python::{Form, Module};

/// What holds for `result` of a call with some arguments; nothing where its value is not plain.
pub(super) fn outcome(code: &Code, callable: &Callable, given: &[Passed]) -> Option<String> {
    let function = &callable.function;
    let is_exact = |passed: &Passed| *passed.of.essence() != Type::Decimal;
    if !given.iter().all(is_exact) {
        return None;
    }
    let body = Body::read(code, &function.path, &function.item)?;
    let mut known = constants(&*code.module(&function.path)?);
    for parameter in &function.item.parameters {
        known.remove(&parameter.name);
        let default = parameter.default.as_ref();
        if let Some(value) = default.and_then(|default| Value::of(&default.source)) {
            known.insert(parameter.name.clone(), value);
        }
    }
    known.extend(values(given));
    match run(body.statements(), &mut known) {
        Way::Back(value) => told(&value),
        Way::On | Way::Lost => None,
    }
}

/// Numbers and texts that names at the top of a module stand for, once and for all.
fn constants(module: &Module) -> Values {
    let at_top = module.assignments.iter().filter(|one| one.scope.is_empty());
    let is_only = |name: &str| at_top.clone().filter(|one| one.name == name).count() == 1;
    let plain = at_top.clone().filter_map(|one| {
        let value = one.value.as_ref()?;
        let is_plain = matches!(value.form, Form::Text(_) | Form::Number(_) | Form::Bool(_));
        let known = Value::of(&value.source).filter(|_| is_plain && is_only(&one.name))?;
        Some((one.name.clone(), known))
    });
    plain.collect()
}

/// Where statements lead.
pub(super) enum Way {
    /// To the statement behind them.
    On,
    /// Back to the caller.
    Back(Value),
    /// Nobody here knows.
    Lost,
}

/// Where statements lead with what is known, which they change.
pub(super) fn run(statements: &[Stmt], known: &mut Values) -> Way {
    for statement in statements {
        let way = match statement {
            Stmt::Pass(_) => Way::On,
            Stmt::Return(returned) => match &returned.value {
                Some(value) => evaluate(value, known).map_or(Way::Lost, Way::Back),
                None => Way::Back(Value::None),
            },
            Stmt::If(chosen) => choose(chosen, known),
            Stmt::Assign(assign) => match &assign.targets[..] {
                [target] => bind(target, &assign.value, known),
                _ => Way::Lost,
            },
            Stmt::AnnAssign(assign) => match &assign.value {
                Some(value) => bind(&assign.target, value, known),
                None => Way::On,
            },
            _ => Way::Lost,
        };
        if !matches!(way, Way::On) {
            return way;
        }
    }
    Way::On
}

fn choose(chosen: &StmtIf, known: &mut Values) -> Way {
    match evaluate(&chosen.test, known).map(|value| value.is_true()) {
        Some(true) => return run(&chosen.body, known),
        Some(false) => {}
        None => return Way::Lost,
    }
    for clause in &chosen.elif_else_clauses {
        let held = match &clause.test {
            Some(test) => evaluate(test, known).map(|value| value.is_true()),
            None => Some(true),
        };
        match held {
            Some(true) => return run(&clause.body, known),
            Some(false) => {}
            None => return Way::Lost,
        }
    }
    Way::On
}

fn bind(target: &Expr, value: &Expr, known: &mut Values) -> Way {
    match (target, evaluate(value, known)) {
        (Expr::Name(name), Some(value)) => {
            known.insert(name.id.to_string(), value);
            Way::On
        }
        _ => Way::Lost,
    }
}

/// What holds for `result` if it is a value.
fn told(value: &Value) -> Option<String> {
    let is_printed = |text: &str| !text.chars().any(char::is_control);
    match value {
        Value::None => Some("result is None".to_owned()),
        Value::Bool(true) => Some("result is True".to_owned()),
        Value::Bool(false) => Some("result is False".to_owned()),
        Value::Number(number) if number.abs() < 1e15 => Some(format!("result == {number}")),
        Value::Text(text) if is_printed(text) && text.len() < 80 => {
            Some(format!("result == {}", quoted(text)))
        }
        _ => None,
    }
}
