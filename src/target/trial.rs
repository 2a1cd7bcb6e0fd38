//! The steps of a body up to a guard, run again with another argument.

use ruff_python_ast::visitor::{Visitor, walk_expr};
use ruff_python_ast::{Expr, ExprContext, Stmt};

use super::body::{Guard, Step};
use super::evaluate::{Values, evaluate};
use super::outcome::{Way, run};

/// Whether `values` get through all of `before`, and `guard` refuses them then.
pub(super) fn is_refused(mut values: Values, before: &[Step], guard: &Guard) -> bool {
    before.iter().all(|step| goes_on(step, &mut values)) && refuses(guard, &values) == Some(true)
}

/// Whether a guard refuses; nothing where that cannot be told.
pub(super) fn refuses(guard: &Guard, values: &Values) -> Option<bool> {
    evaluate(guard.test, values).map(|held| held.is_true())
}

/// Takes one step; whether what stands behind it is reached, as far as can be told.
fn goes_on(step: &Step, values: &mut Values) -> bool {
    match step {
        Step::Guard(guard) => return refuses(guard, values) == Some(false),
        Step::Bind(name, value) => bind(name, value, values),
        Step::Other(statement) => return pass(statement, values),
    }
    true
}

/// Gives a name its value, or none where that is not plain.
pub(super) fn bind(name: &str, value: &Expr, values: &mut Values) {
    match evaluate(value, values) {
        Some(value) => drop(values.insert(name.to_owned(), value)),
        None => drop(values.remove(name)),
    }
}

/// Takes a statement of any kind: what it gives other values is not known any more, where those are not plain.
pub(super) fn pass(statement: &Stmt, values: &mut Values) -> bool {
    let mut tried = values.clone();
    match run(std::slice::from_ref(statement), &mut tried) {
        Way::On => *values = tried,
        Way::Back(_) => return false,
        Way::Lost => {
            let mut bound = Bound(Vec::new());
            bound.visit_stmt(statement);
            values.retain(|name, _| !bound.0.contains(&name.as_str()));
        }
    }
    true
}

/// The names that are given values, or taken away.
struct Bound<'a>(Vec<&'a str>);

impl<'a> Visitor<'a> for Bound<'a> {
    fn visit_expr(&mut self, expression: &'a Expr) {
        if let Expr::Name(name) = expression
            && name.ctx != ExprContext::Load
        {
            self.0.push(name.id.as_str());
        }
        walk_expr(self, expression);
    }
}
