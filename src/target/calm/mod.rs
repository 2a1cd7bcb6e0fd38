//! Whether a call is sure to come back: its body only reckons, or asks the database.
//!
//! What a body does beyond that (other services, files, the clock, rows that may not be there) nobody here can tell.

mod attribute;
mod call;
mod value;

use std::collections::BTreeSet;

use ruff_python_ast::{Expr, Stmt, StmtTry};

use attribute::can_set;
pub(super) use attribute::{attribute_type, is_property};
pub(super) use call::is_plain;

use super::body;
use super::code::{Code, Found};
use super::refusal::mentions;
use super::types::{Type, annotated};
use crate::python::{Form, Function, Symbol};

/// How far calls into the project are followed.
const DEPTH: usize = 4;

/// A function to judge, in its place.
pub(super) struct Judge<'a> {
    code: &'a Code<'a>,
    path: String,
    /// The class that the function stands in.
    scope: String,
    owner: Option<Symbol>,
    /// Parameters with their types.
    parameters: Vec<(String, Type)>,
    /// Names that the body binds.
    bound: BTreeSet<String>,
    /// Parameters that are `None` where nobody passes them, until a condition looks at them.
    nothing: BTreeSet<String>,
    /// Exceptions that are caught where the judge is.
    caught: Vec<String>,
    depth: usize,
}

impl<'a> Judge<'a> {
    /// A judge of `function`, a method of `owner` where there is one.
    pub fn new(code: &'a Code<'a>, function: &Found<Function>, owner: Option<&Symbol>) -> Self {
        Self::at(code, function, owner, DEPTH)
    }

    fn at(
        code: &'a Code<'a>,
        function: &Found<Function>,
        owner: Option<&Symbol>,
        depth: usize,
    ) -> Self {
        let parameter = |parameter: &crate::python::Parameter| {
            let annotation = parameter.annotation.as_ref()?;
            let of = annotated(code, &function.path, annotation).of;
            Some((parameter.name.clone(), of))
        };
        Self {
            code,
            path: function.path.clone(),
            scope: function.item.scope.clone(),
            owner: owner.cloned(),
            parameters: function
                .item
                .parameters
                .iter()
                .filter_map(parameter)
                .collect(),
            bound: BTreeSet::new(),
            nothing: function
                .item
                .parameters
                .iter()
                .filter(|one| {
                    one.default
                        .as_ref()
                        .is_some_and(|value| value.form == Form::None)
                })
                .map(|one| one.name.clone())
                .collect(),
            caught: Vec::new(),
            depth,
        }
    }

    /// Whether every one of some statements comes back.
    pub fn all(&mut self, statements: &[Stmt]) -> bool {
        statements.iter().all(|statement| self.statement(statement))
    }

    fn statement(&mut self, statement: &Stmt) -> bool {
        match statement {
            Stmt::Pass(_) | Stmt::Continue(_) | Stmt::Break(_) => true,
            Stmt::FunctionDef(own) => {
                self.bound.insert(own.name.to_string());
                own.decorator_list.is_empty()
            }
            Stmt::Try(tried) => self.tried(tried),
            Stmt::Expr(expression) => self.calm(&expression.value),
            Stmt::Return(returned) => returned.value.as_ref().is_none_or(|value| self.calm(value)),
            Stmt::Assign(assign) => {
                let calm = self.calm(&assign.value);
                calm && assign.targets.iter().all(|target| self.bind(target))
            }
            Stmt::AnnAssign(assign) => {
                let calm = assign.value.as_ref().is_none_or(|value| self.calm(value));
                calm && self.bind(&assign.target)
            }
            Stmt::AugAssign(assign) => {
                matches!(*assign.target, Expr::Name(_))
                    && value::is_sure(assign.op, &assign.value)
                    && self.calm(&assign.value)
            }
            Stmt::For(repeated) => {
                !repeated.is_async
                    && self.calm(&repeated.iter)
                    && self.bind_item(&repeated.target, &repeated.iter)
                    && self.all(&repeated.body)
                    && self.all(&repeated.orelse)
            }
            Stmt::If(chosen) => {
                let calm = self.tested(&chosen.test) && self.all(&chosen.body);
                calm && chosen.elif_else_clauses.iter().all(|clause| {
                    clause.test.as_ref().is_none_or(|test| self.tested(test))
                        && self.all(&clause.body)
                })
            }
            _ => false,
        }
    }

    /// Whether a condition comes back; what it looks at is known from then on.
    fn tested(&mut self, test: &Expr) -> bool {
        self.nothing.retain(|name| !mentions(test, name));
        self.calm(test)
    }

    /// Whether a `try` comes back: what its body may raise is caught, and no handler raises.
    fn tried(&mut self, tried: &StmtTry) -> bool {
        let before = self.caught.len();
        let handlers: Vec<_> = tried
            .handlers
            .iter()
            .filter_map(|handler| handler.as_except_handler())
            .collect();
        for handler in &handlers {
            match handler.type_.as_deref() {
                None => self.caught.push("Exception".to_owned()),
                Some(Expr::Tuple(names)) => self
                    .caught
                    .extend(names.elts.iter().filter_map(body::dotted)),
                Some(name) => self.caught.extend(body::dotted(name)),
            }
        }
        let body = self.all(&tried.body);
        self.caught.truncate(before);
        body && handlers.iter().all(|handler| self.all(&handler.body))
            && self.all(&tried.orelse)
            && self.all(&tried.finalbody)
    }

    /// Whether one of some exceptions is caught here.
    fn catches(&self, names: &[&str]) -> bool {
        self.caught
            .iter()
            .any(|caught| caught == "Exception" || names.contains(&caught.as_str()))
    }

    fn bind(&mut self, target: &Expr) -> bool {
        match target {
            Expr::Name(name) => {
                self.bound.insert(name.id.to_string());
                self.nothing.remove(name.id.as_str());
                true
            }
            Expr::Attribute(attribute) => {
                matches!(&*attribute.value, Expr::Name(me) if me.id == "self")
                    && self
                        .owner
                        .as_ref()
                        .is_some_and(|owner| can_set(self.code, owner, &attribute.attr))
            }
            Expr::Tuple(tuple) => tuple.elts.iter().all(|item| self.bind(item)),
            _ => false,
        }
    }

    /// Binds one item of `items`, with its type where those are a list that is passed in.
    fn bind_item(&mut self, target: &Expr, items: &Expr) -> bool {
        if let (Expr::Name(name), Expr::Name(list)) = (target, items)
            && let Some(Type::List(item)) = self.parameter(&list.id)
        {
            let of = item.of.clone();
            self.parameters.push((name.id.to_string(), of));
            return true;
        }
        self.bind(target)
    }

    fn parameter(&self, name: &str) -> Option<&Type> {
        let mut parameters = self.parameters.iter();
        parameters
            .find(|(known, _)| known == name)
            .map(|(_, of)| of)
    }

    fn is_local(&self, name: &str) -> bool {
        self.bound.contains(name) || self.parameter(name).is_some()
    }
}

/// Whether a decorator leaves a function what it is.
pub(super) fn is_harmless(decorator: &crate::python::Expression) -> bool {
    let known = [
        "staticmethod",
        "classmethod",
        "property",
        "cached_property",
        "computed_field",
        "cache",
        "lru_cache",
        "override",
        "final",
    ];
    decorator.head().is_some_and(|head| known.contains(&head))
}
