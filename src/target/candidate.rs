//! What is tried to be refused: values near those that a condition names; and what the message says then.

use ruff_python_ast::Expr;

use super::callable::Passed;
use super::evaluate::Value;
use super::sample::{Sample, quoted};
use super::types::Type;

/// What the message of an exception begins with, as far as it means itself in a pattern.
pub(super) fn message(raised: &Expr) -> Option<String> {
    let Expr::Call(call) = raised else {
        return None;
    };
    let Expr::StringLiteral(text) = call.arguments.args.first()? else {
        return None;
    };
    let is_plain = |c: &char| c.is_alphanumeric() || " _,;:'`!=<>%@/&-".contains(*c);
    let plain: String = text.value.to_str().chars().take_while(is_plain).collect();
    let plain = plain.trim_end().to_owned();
    (plain.len() > 4).then_some(plain)
}

/// Values that may make a difference: what the condition names, and what is just beside it.
pub(super) fn candidates(passed: &Passed, near: &[Value]) -> Vec<Sample> {
    let mut found = Vec::new();
    let numbers = || {
        let beside = near.iter().flat_map(|value| match value {
            Value::Number(number) => vec![number - 1.0, *number, number + 1.0],
            _ => Vec::new(),
        });
        [-1.0, 0.0].into_iter().chain(beside)
    };
    let lengths = || {
        let beside = numbers().filter(|number| (0.0..=1000.0).contains(number));
        beside.filter_map(|number| format!("{number}").parse::<usize>().ok())
    };
    match passed.of.essence() {
        Type::Int => found.extend(numbers().map(|number| Sample::bare(format!("{number}")))),
        Type::Float => found.extend(numbers().map(|number| Sample::bare(format!("{number:?}")))),
        Type::Decimal => found.extend(numbers().map(|number| Sample {
            code: format!("Decimal(\"{number}\")"),
            imports: vec!["from decimal import Decimal".to_owned()],
        })),
        Type::Str => {
            found.extend(["", " ", "?"].map(|text| Sample::bare(quoted(text))));
            for value in near {
                if let Value::Text(text) = value {
                    found.push(Sample::bare(quoted(text)));
                }
            }
            found.extend(lengths().filter(|length| *length > 0).map(|length| {
                Sample::bare(if length > 30 {
                    format!("\"x\" * {length}")
                } else {
                    quoted(&"x".repeat(length))
                })
            }));
        }
        Type::Bool => found.extend(["False", "True"].map(Sample::bare)),
        Type::List(_) => found.push(Sample::bare("[]")),
        Type::Dict(..) => found.push(Sample::bare("{}")),
        _ => {}
    }
    if passed.of.is_optional() {
        found.push(Sample::bare("None"));
    }
    found
}
