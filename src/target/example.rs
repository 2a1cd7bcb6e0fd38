//! Examples in docstrings: calls with what they give, `>>> half(4)` and `2` below it.

use ruff_python_ast::{Expr, ExprCall};

use super::body::{self, expression};
use super::callable::{Callable, called, imported};
use super::case::{Case, TestNames};
use super::code::Code;
use super::sample::quoted;
use super::shape::Shape;
use super::types::{Type, annotated};

/// How many examples of one function are taken.
const MOST: usize = 3;

/// A test for each of the first examples of a function; none where something stands between it and its callers.
pub(super) fn examples(
    code: &Code,
    callable: &Callable,
    is_known: bool,
    names: &mut TestNames,
) -> Vec<Case> {
    let function = &callable.function.item;
    let is_plain = !function.is_async && !function.yields && callable.owner.is_none();
    let doc = function.doc.as_deref().filter(|_| is_plain && is_known);
    let found = written(doc.unwrap_or_default(), &function.name);
    // Of an object, a docstring shows what it looks like.
    let path = &callable.function.path;
    let returns = function.returns.as_ref();
    let is_shown = returns
        .is_some_and(|returns| matches!(annotated(code, path, returns).essence(), Type::Class(_)));
    let case = |(arguments, result): (String, String)| {
        let mut case = Case::empty(names.free(&format!("{}_example", callable.test_name())));
        case.doc = format!("The example of `{}`.", function.name);
        case.import([imported(&callable.function.module, &function.name)]);
        case.shape = Shape::Returns {
            arrange: Vec::new(),
            call: format!("{}{arguments}", called(&function.name)),
            assertion: match result.as_str() {
                _ if is_shown => format!("repr(result) == {}", quoted(&result)),
                "None" | "True" | "False" => format!("result is {result}"),
                _ => format!("result == {result}"),
            },
        };
        case
    };
    found.into_iter().take(MOST).map(case).collect()
}

/// The arguments and results of the examples of a function, up to the first that is more than a call of it.
fn written(doc: &str, name: &str) -> Vec<(String, String)> {
    let lines: Vec<&str> = doc.lines().map(str::trim).collect();
    let mut found = Vec::new();
    for (at, line) in lines.iter().enumerate() {
        let Some(source) = line.strip_prefix(">>>").map(str::trim) else {
            continue;
        };
        let is_import = source.starts_with("import ") || source.starts_with("from ");
        // A directive says that it is not run, or not compared as it stands.
        if is_import || source.contains("# doctest:") {
            continue;
        }
        let behind = lines.get(at + 1).copied().unwrap_or_default();
        let Some(arguments) = arguments(source, name) else {
            break;
        };
        let is_over =
            |line: &str| line.is_empty() || line.starts_with(">>>") || line.starts_with("```");
        if is_over(lines.get(at + 2).copied().unwrap_or_default())
            && expression(behind).is_some_and(|result| is_written_out(&result))
        {
            found.push((arguments, behind.to_owned()));
        }
    }
    found
}

/// The arguments of a call of `name`, brackets included, where they are literals.
fn arguments(source: &str, name: &str) -> Option<String> {
    let Expr::Call(call) = expression(source)? else {
        return None;
    };
    let callee = body::dotted(&call.func)?;
    let is_meant = callee.rsplit('.').next() == Some(name) && is_called_plainly(&call);
    let source = source.get(..usize::from(call.arguments.range.end()))?;
    let (_, arguments) = source.split_once('(').filter(|_| is_meant)?;
    Some(format!("({arguments}"))
}

/// Whether a call has arguments, and all of them are literals.
fn is_called_plainly(call: &ExprCall) -> bool {
    let given = &call.arguments;
    !given.is_empty()
        && given.args.iter().all(is_written_out)
        && given
            .keywords
            .iter()
            .all(|keyword| keyword.arg.is_some() && is_written_out(&keyword.value))
}

/// Whether an expression is a literal, or put together of such.
fn is_written_out(expression: &Expr) -> bool {
    match expression {
        Expr::NoneLiteral(_)
        | Expr::BooleanLiteral(_)
        | Expr::StringLiteral(_)
        | Expr::NumberLiteral(_)
        | Expr::BytesLiteral(_) => true,
        Expr::UnaryOp(unary) => unary.operand.is_number_literal_expr(),
        Expr::List(list) => list.elts.iter().all(is_written_out),
        Expr::Tuple(tuple) => tuple.elts.iter().all(is_written_out),
        Expr::Set(set) => set.elts.iter().all(is_written_out),
        Expr::Dict(dict) => dict.items.iter().all(|item| {
            item.key.as_ref().is_some_and(is_written_out) && is_written_out(&item.value)
        }),
        _ => false,
    }
}
