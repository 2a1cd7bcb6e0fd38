//! Tests of generators and context managers: what they give.

use ruff_python_ast::visitor::{Visitor, walk_stmt};
use ruff_python_ast::{Expr, Stmt};

use super::body::Body;
use super::case::Case;
use super::evaluate::{Value, Values, evaluate};
use super::refusal::values;
use super::result::yielded;
use super::shape::Shape;
use super::unit::Makes;

impl Makes<'_> {
    /// What is looked at of a generator or a context manager: the first thing that it gives.
    pub fn gives(&self, comes_back: bool, mut case: Case, call: &str) -> Case {
        let path = self.callable.path();
        let function = &self.callable.function;
        let arrange = self.setting.arrange.clone();
        let is_async = function.item.is_async;
        let call = call.trim_start_matches("await ").to_owned();
        case.doc = format!("What `{path}` gives.");
        let is_sure = comes_back && (self.callable.is_context() || self.gives_something());
        let holds = yielded(self.makings.code, &function.path, &function.item);
        let Some(holds) = holds.filter(|_| is_sure) else {
            case.import(["import pytest".to_owned()]);
            case.skip = Some(format!("say what `{path}` gives one after the other"));
            case.shape = Shape::Calls {
                arrange,
                call: Some(call),
            };
            return case;
        };
        case.import(holds.imports);
        case.shape = if self.callable.is_context() {
            Shape::Enters {
                arrange,
                with: if is_async { "async with" } else { "with" },
                call,
                assertion: holds.code,
            }
        } else {
            Shape::Returns {
                arrange,
                call: if is_async {
                    format!("[item async for item in {call}]")
                } else {
                    format!("list({call})")
                },
                assertion: holds.code.replace("(result, ", "(result[0], "),
            }
        };
        case
    }

    /// Whether something is sure to be given: of nothing, all things hold.
    fn gives_something(&self) -> bool {
        let function = &self.callable.function;
        let body = Body::read(self.makings.code, &function.path, &function.item);
        body.is_some_and(|body| gives(body.statements(), &values(&self.given)))
    }
}

/// Whether one of some statements is sure to give something.
fn gives(statements: &[Stmt], values: &Values) -> bool {
    for statement in statements {
        let is_given = match statement {
            Stmt::Expr(expression) => expression.value.is_yield_expr(),
            Stmt::Assign(assign) => assign.value.is_yield_expr(),
            Stmt::Try(tried) => gives(&tried.body, values),
            Stmt::With(with) => gives(&with.body, values),
            Stmt::For(repeated) => {
                has_items(&repeated.iter, values) && gives(&repeated.body, values)
            }
            _ => false,
        };
        if is_given {
            return true;
        }
        if leaves(statement) {
            return false;
        }
    }
    false
}

/// Whether there is something to go through.
fn has_items(items: &Expr, values: &Values) -> bool {
    if let Expr::Call(call) = items {
        let name = call.func.as_name_expr().map(|name| name.id.as_str());
        return match (name, &call.arguments.args[..]) {
            (Some("range"), [only]) => matches!(
                evaluate(only, values),
                Some(Value::Number(number)) if number >= 1.0
            ),
            (Some("enumerate" | "sorted" | "reversed" | "list" | "set" | "tuple"), [first, ..]) => {
                has_items(first, values)
            }
            _ => false,
        };
    }
    match evaluate(items, values) {
        Some(Value::Items(count)) => count > 0,
        Some(Value::Text(text)) => !text.is_empty(),
        _ => false,
    }
}

/// Whether a statement may lead out of the block that it stands in.
fn leaves(statement: &Stmt) -> bool {
    struct Ways(bool);
    impl<'a> Visitor<'a> for Ways {
        fn visit_stmt(&mut self, statement: &'a Stmt) {
            self.0 |= matches!(
                statement,
                Stmt::Return(_) | Stmt::Break(_) | Stmt::Continue(_) | Stmt::Raise(_)
            );
            walk_stmt(self, statement);
        }
    }
    let mut ways = Ways(false);
    ways.visit_stmt(statement);
    ways.0
}
