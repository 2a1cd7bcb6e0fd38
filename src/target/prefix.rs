//! What stands before the paths of routes: text, constants, and what the settings say.

use ruff_python_ast::{Expr, Operator};

use super::body;
use super::code::Code;
use crate::python::{Expression, Form, Resolved, Symbol};

/// A piece of a path.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Piece {
    /// As it is.
    Text(String),
    /// What a setting says: as code, with its import, and the value that it has by default.
    Setting {
        code: String,
        import: String,
        value: String,
    },
}

/// The pieces of a prefix; nothing where it cannot be read.
pub(super) fn pieces(
    code: &Code,
    (path, scope): (&str, &str),
    prefix: Option<&Expression>,
) -> Option<Vec<Piece>> {
    let Some(prefix) = prefix else {
        return Some(Vec::new());
    };
    read(code, (path, scope), prefix, STEPS)
}

/// How many constants may stand behind each other.
const STEPS: usize = 6;

fn read(code: &Code, place: (&str, &str), of: &Expression, steps: usize) -> Option<Vec<Piece>> {
    if let Form::Text(text) = &of.form {
        return Some(vec![Piece::Text(text.clone())]);
    }
    let steps = steps.checked_sub(1)?;
    parts(code, place, &body::expression(&of.source)?, steps)
}

/// The pieces of a text, of one with values in it, of a sum, of what a name stands for.
pub(super) fn parts(
    code: &Code,
    place: (&str, &str),
    value: &Expr,
    steps: usize,
) -> Option<Vec<Piece>> {
    match value {
        Expr::StringLiteral(text) => Some(vec![Piece::Text(text.value.to_string())]),
        Expr::BinOp(sum) if sum.op == Operator::Add => {
            let mut all = parts(code, place, &sum.left, steps)?;
            all.extend(parts(code, place, &sum.right, steps)?);
            Some(all)
        }
        Expr::FString(text) => {
            let mut all = Vec::new();
            for element in text.value.elements() {
                match (element.as_literal(), element.as_interpolation()) {
                    (Some(literal), _) => all.push(Piece::Text(literal.value.to_string())),
                    (_, Some(value)) => all.extend(parts(code, place, &value.expression, steps)?),
                    _ => return None,
                }
            }
            Some(all)
        }
        value => said(code, place, value, steps),
    }
}

/// A constant, or an attribute of the settings: of an instance, or of what a function without arguments returns.
fn said(
    code: &Code,
    (path, scope): (&str, &str),
    value: &Expr,
    steps: usize,
) -> Option<Vec<Piece>> {
    if let Some(name) = body::dotted(value)
        && let Some(Resolved::Own(symbol)) = code.resolve(path, &name)
    {
        return read(code, (&symbol.path, ""), &code.value(&symbol)?, steps);
    }
    let attribute = value.as_attribute_expr()?;
    let (object, class, call) = match &*attribute.value {
        Expr::Call(call) if call.arguments.is_empty() => {
            let function = code.symbol(path, &body::dotted(&call.func)?)?;
            (function.clone(), returned(code, &function)?, "()")
        }
        object if local(code, (path, scope), object).is_some() => {
            let function = local(code, (path, scope), object)?;
            (function.clone(), returned(code, &function)?, "()")
        }
        object => {
            let instance = code.symbol(path, &body::dotted(object)?)?;
            let made = code.value(&instance)?;
            let callee = code.symbol(&instance.path, made.as_call()?.callee()?)?;
            (instance, returned(code, &callee)?, "")
        }
    };
    Some(vec![Piece::Setting {
        code: format!("{}{call}.{}", object.name, attribute.attr),
        import: super::sample::import(&object),
        value: default(code, &class, &attribute.attr)?,
    }])
}

/// The function without arguments whose result a variable of the function `scope` is.
fn local(code: &Code, (path, scope): (&str, &str), object: &Expr) -> Option<Symbol> {
    let name = body::dotted(object)?;
    let module = code.module(path)?;
    let mut assignments = module.assignments.iter();
    let made =
        assignments.rfind(|one| !scope.is_empty() && one.scope == scope && one.name == name)?;
    let call = made.value.as_ref()?.as_call()?;
    let function = code.symbol(path, call.callee()?)?;
    (call.arguments.is_empty() && code.function(&function).is_some()).then_some(function)
}

/// The class that is called, or that a function says that it returns.
fn returned(code: &Code, callee: &Symbol) -> Option<Symbol> {
    if code.class(callee).is_some() {
        return Some(callee.clone());
    }
    let function = code.function(callee)?;
    let returns = function.item.returns?;
    code.symbol(&function.path, returns.as_name()?)
}

/// The text that an attribute has where nothing else is set.
pub(super) fn default(code: &Code, class: &Symbol, attribute: &str) -> Option<String> {
    let own = code.lineage(class).own;
    let value = own
        .iter()
        .find_map(|class| class.item.attribute(attribute)?.value.clone())?;
    let text = match value.as_call() {
        Some(call) => call.argument("default", 0)?.as_text()?.to_owned(),
        None => value.as_text()?.to_owned(),
    };
    Some(text)
}
