//! Plain conditions on plain values: whether a guard lets arguments pass.
//!
//! What is not plain has no value; nobody guesses.

use std::collections::BTreeMap;

use ruff_python_ast::{BoolOp, CmpOp, Expr, Number, Operator, UnaryOp};

use super::body;

/// A value that conditions are evaluated with.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Value {
    None,
    Bool(bool),
    Number(f64),
    Text(String),
    /// A list, set, tuple or dictionary with so many items.
    Items(usize),
    /// Something that is true and equal to nothing else.
    Thing,
}

/// Values by the names of parameters.
pub(super) type Values = BTreeMap<String, Value>;

impl Value {
    pub fn is_true(&self) -> bool {
        match self {
            Self::None => false,
            Self::Bool(flag) => *flag,
            Self::Number(number) => *number != 0.0,
            Self::Text(text) => !text.is_empty(),
            Self::Items(count) => *count > 0,
            Self::Thing => true,
        }
    }

    /// The value of code that makes an argument.
    pub fn of(code: &str) -> Option<Self> {
        let expression = body::expression(code)?;
        match &expression {
            Expr::Call(call) => {
                match (body::dotted(&call.func)?.as_str(), &call.arguments.args[..]) {
                    ("Decimal", [Expr::StringLiteral(text)]) => {
                        text.value.to_str().parse().ok().map(Self::Number)
                    }
                    ("timedelta" | "UUID" | "datetime" | "date" | "time", _) => Some(Self::Thing),
                    (name, _) if name.starts_with(char::is_uppercase) => Some(Self::Thing),
                    _ => None,
                }
            }
            Expr::Attribute(_) => Some(Self::Thing),
            _ => evaluate(&expression, &Values::new()),
        }
    }
}

/// The value of an expression, where it is plain.
pub(super) fn evaluate(expression: &Expr, values: &Values) -> Option<Value> {
    match expression {
        Expr::Name(name) => values.get(name.id.as_str()).cloned(),
        Expr::NoneLiteral(_) => Some(Value::None),
        Expr::BooleanLiteral(flag) => Some(Value::Bool(flag.value)),
        Expr::StringLiteral(text) => Some(Value::Text(text.value.to_str().to_owned())),
        Expr::NumberLiteral(number) => match &number.value {
            Number::Int(int) => Some(Value::Number(f64::from(int.as_i32()?))),
            Number::Float(float) => Some(Value::Number(*float)),
            Number::Complex { .. } => None,
        },
        Expr::List(list) => Some(Value::Items(list.elts.len())),
        Expr::Tuple(tuple) => Some(Value::Items(tuple.elts.len())),
        Expr::Set(set) => Some(Value::Items(set.elts.len())),
        Expr::Dict(dict) => Some(Value::Items(dict.items.len())),
        Expr::UnaryOp(unary) => {
            let operand = evaluate(&unary.operand, values)?;
            match (unary.op, operand) {
                (UnaryOp::Not, operand) => Some(Value::Bool(!operand.is_true())),
                (UnaryOp::USub, Value::Number(number)) => Some(Value::Number(-number)),
                _ => None,
            }
        }
        Expr::BoolOp(operation) => {
            let mut last = None;
            for operand in &operation.values {
                let value = evaluate(operand, values)?;
                let stops = value.is_true() == (operation.op == BoolOp::Or);
                last = Some(value);
                if stops {
                    break;
                }
            }
            last
        }
        Expr::Compare(compare) => {
            let mut left = &*compare.left;
            for (operator, right) in compare.ops.iter().zip(&compare.comparators) {
                if !compared(left, *operator, right, values)? {
                    return Some(Value::Bool(false));
                }
                left = right;
            }
            Some(Value::Bool(true))
        }
        Expr::Call(call) => called(&call.func, &call.arguments.args, values),
        Expr::If(chosen) => {
            let holds = evaluate(&chosen.test, values)?.is_true();
            evaluate(if holds { &chosen.body } else { &chosen.orelse }, values)
        }
        Expr::FString(text) => {
            let mut whole = String::new();
            for element in text.value.elements() {
                if let Some(literal) = element.as_literal() {
                    whole += &literal.value;
                    continue;
                }
                let inner = element.as_interpolation()?;
                let is_bare = inner.format_spec.is_none() && inner.conversion.is_none();
                match evaluate(&inner.expression, values).filter(|_| is_bare)? {
                    Value::Text(text) => whole += &text,
                    _ => return None,
                }
            }
            Some(Value::Text(whole))
        }
        Expr::BinOp(operation) => {
            let left = evaluate(&operation.left, values)?;
            reckoned(operation.op, left, evaluate(&operation.right, values)?)
        }
        _ => None,
    }
}

fn reckoned(operator: Operator, left: Value, right: Value) -> Option<Value> {
    match (operator, left, right) {
        (Operator::Add, Value::Number(left), Value::Number(right)) => {
            Some(Value::Number(left + right))
        }
        (Operator::Sub, Value::Number(left), Value::Number(right)) => {
            Some(Value::Number(left - right))
        }
        (Operator::Mult, Value::Number(left), Value::Number(right)) => {
            Some(Value::Number(left * right))
        }
        (Operator::Add, Value::Text(left), Value::Text(right)) => Some(Value::Text(left + &right)),
        (Operator::Div, Value::Number(left), Value::Number(right)) if right != 0.0 => {
            Some(Value::Number(left / right))
        }
        (Operator::FloorDiv, Value::Number(left), Value::Number(right))
            if right > 0.0 && left.fract() == 0.0 && right.fract() == 0.0 =>
        {
            Some(Value::Number((left / right).floor()))
        }
        (Operator::Mult, Value::Text(text), Value::Number(times)) => {
            let times: usize = format!("{times}").parse().ok()?;
            (times <= 10_000).then(|| Value::Text(text.repeat(times)))
        }
        _ => None,
    }
}

fn called(function: &Expr, arguments: &[Expr], values: &Values) -> Option<Value> {
    match (function, arguments) {
        (Expr::Name(name), [only]) if name.id == "len" => match evaluate(only, values)? {
            Value::Text(text) => Some(count(text.chars().count())),
            Value::Items(items) => Some(count(items)),
            _ => None,
        },
        (Expr::Attribute(attribute), []) => {
            let Value::Text(text) = evaluate(&attribute.value, values)? else {
                return None;
            };
            let all = |test: fn(char) -> bool| !text.is_empty() && text.chars().all(test);
            match attribute.attr.as_str() {
                "strip" => Some(Value::Text(text.trim().to_owned())),
                "lower" => Some(Value::Text(text.to_lowercase())),
                "upper" => Some(Value::Text(text.to_uppercase())),
                "isdigit" => Some(Value::Bool(all(|c| c.is_ascii_digit()))),
                "isalpha" => Some(Value::Bool(all(char::is_alphabetic))),
                "isalnum" => Some(Value::Bool(all(char::is_alphanumeric))),
                _ => None,
            }
        }
        (Expr::Attribute(attribute), [only]) => {
            let Value::Text(text) = evaluate(&attribute.value, values)? else {
                return None;
            };
            let Value::Text(part) = evaluate(only, values)? else {
                return None;
            };
            match attribute.attr.as_str() {
                "startswith" => Some(Value::Bool(text.starts_with(&part))),
                "endswith" => Some(Value::Bool(text.ends_with(&part))),
                _ => None,
            }
        }
        _ => None,
    }
}

fn count(items: usize) -> Value {
    Value::Number(u32::try_from(items).map_or(f64::MAX, f64::from))
}

fn compared(left: &Expr, operator: CmpOp, right: &Expr, values: &Values) -> Option<bool> {
    let first = evaluate(left, values)?;
    if let (CmpOp::In | CmpOp::NotIn, items) = (operator, right) {
        return contained(&first, items, values).map(|is_in| is_in == (operator == CmpOp::In));
    }
    let second = evaluate(right, values)?;
    let ordered = |test: fn(f64, f64) -> bool| match (&first, &second) {
        (Value::Number(first), Value::Number(second)) => Some(test(*first, *second)),
        _ => None,
    };
    match operator {
        CmpOp::Lt => ordered(|first, second| first < second),
        CmpOp::LtE => ordered(|first, second| first <= second),
        CmpOp::Gt => ordered(|first, second| first > second),
        CmpOp::GtE => ordered(|first, second| first >= second),
        CmpOp::Is | CmpOp::IsNot => {
            let nothing = [&first, &second].map(|value| *value == Value::None);
            let known = nothing.contains(&true);
            known.then(|| (nothing[0] == nothing[1]) == (operator == CmpOp::Is))
        }
        CmpOp::Eq | CmpOp::NotEq => {
            let is_plain = |value: &Value| !matches!(value, Value::Items(1..) | Value::Thing);
            let is_flag = |value: &Value| matches!(value, Value::Bool(_));
            let is_number = |value: &Value| matches!(value, Value::Number(_));
            let is_mixed =
                is_flag(&first) && is_number(&second) || is_number(&first) && is_flag(&second);
            let known = is_plain(&first) && is_plain(&second) && !is_mixed;
            known.then(|| (first == second) == (operator == CmpOp::Eq))
        }
        CmpOp::In | CmpOp::NotIn => None,
    }
}

fn contained(value: &Value, items: &Expr, values: &Values) -> Option<bool> {
    let items: &[Expr] = match items {
        Expr::List(list) => &list.elts,
        Expr::Tuple(tuple) => &tuple.elts,
        Expr::Set(set) => &set.elts,
        text => {
            return match (value, evaluate(text, values)?) {
                (Value::Text(part), Value::Text(text)) => Some(text.contains(part.as_str())),
                _ => None,
            };
        }
    };
    let mut is_in = false;
    for item in items {
        is_in |= evaluate(item, values)? == *value;
    }
    Some(is_in)
}

/// The numbers and texts that stand in a condition: what makes the difference is near them.
pub(super) fn literals(expression: &Expr, found: &mut Vec<Value>) {
    match expression {
        Expr::NumberLiteral(_) | Expr::StringLiteral(_) => {
            found.extend(evaluate(expression, &Values::new()));
        }
        Expr::UnaryOp(unary) => match evaluate(expression, &Values::new()) {
            Some(value) => found.push(value),
            None => literals(&unary.operand, found),
        },
        Expr::BoolOp(operation) => {
            for operand in &operation.values {
                literals(operand, found);
            }
        }
        Expr::Compare(compare) => {
            literals(&compare.left, found);
            for comparator in &compare.comparators {
                literals(comparator, found);
            }
        }
        Expr::List(list) => list.elts.iter().for_each(|item| literals(item, found)),
        Expr::Tuple(tuple) => tuple.elts.iter().for_each(|item| literals(item, found)),
        Expr::Set(set) => set.elts.iter().for_each(|item| literals(item, found)),
        Expr::Call(call) => {
            literals(&call.func, found);
            call.arguments
                .args
                .iter()
                .for_each(|argument| literals(argument, found));
        }
        Expr::Attribute(attribute) => literals(&attribute.value, found),
        _ => {}
    }
}
