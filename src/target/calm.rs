//! Whether a call is sure to come back: its body only reckons, or asks the database.
//!
//! What a body does beyond that (other services, files, the clock, rows that may not be there) nobody here can tell.

use std::collections::BTreeSet;

use ruff_python_ast::{Comprehension, Expr, Operator, Stmt};

use super::body::{self, Body};
use super::code::{Code, Found};
use super::known::{
    ANSWERED, ANSWERS, ASKED, BUILT_IN, HASHING, METHODS, STATEMENTS, is_calm_library,
};
use super::types::{Type, annotated};
use crate::python::{Function, Resolved, Symbol};

/// How far calls into the project are followed.
const DEPTH: usize = 4;

/// A function to judge, in its place.
pub(super) struct Judge<'a> {
    code: &'a Code<'a>,
    path: String,
    owner: Option<Symbol>,
    /// Parameters with their types.
    parameters: Vec<(String, Type)>,
    /// Names that the body binds.
    bound: BTreeSet<String>,
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
            owner: owner.cloned(),
            parameters: function
                .item
                .parameters
                .iter()
                .filter_map(parameter)
                .collect(),
            bound: BTreeSet::new(),
            depth,
        }
    }

    /// Whether every one of some statements comes back.
    pub fn all(&mut self, statements: &[Stmt]) -> bool {
        statements.iter().all(|statement| self.statement(statement))
    }

    fn statement(&mut self, statement: &Stmt) -> bool {
        match statement {
            Stmt::Pass(_) => true,
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
                    && is_sure(assign.op, &assign.value)
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
                let calm = self.calm(&chosen.test) && self.all(&chosen.body);
                calm && chosen.elif_else_clauses.iter().all(|clause| {
                    clause.test.as_ref().is_none_or(|test| self.calm(test))
                        && self.all(&clause.body)
                })
            }
            _ => false,
        }
    }

    fn bind(&mut self, target: &Expr) -> bool {
        match target {
            Expr::Name(name) => {
                self.bound.insert(name.id.to_string());
                true
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

    /// Whether an expression is sure to have a value.
    pub fn calm(&mut self, expression: &Expr) -> bool {
        match expression {
            Expr::Name(_)
            | Expr::NoneLiteral(_)
            | Expr::BooleanLiteral(_)
            | Expr::StringLiteral(_)
            | Expr::NumberLiteral(_)
            | Expr::BytesLiteral(_) => true,
            Expr::FString(text) => text.value.elements().all(|element| {
                element.as_interpolation().is_none_or(|value| {
                    is_plain_spec(value.format_spec.as_deref()) && self.calm(&value.expression)
                })
            }),
            Expr::BoolOp(operation) => operation.values.iter().all(|value| self.calm(value)),
            Expr::UnaryOp(unary) => self.calm(&unary.operand),
            Expr::BinOp(operation) => {
                is_sure(operation.op, &operation.right)
                    && self.calm(&operation.left)
                    && self.calm(&operation.right)
            }
            Expr::Compare(compare) => {
                self.calm(&compare.left) && compare.comparators.iter().all(|value| self.calm(value))
            }
            Expr::If(chosen) => {
                self.calm(&chosen.test) && self.calm(&chosen.body) && self.calm(&chosen.orelse)
            }
            Expr::List(list) => list.elts.iter().all(|item| self.calm(item)),
            Expr::Tuple(tuple) => tuple.elts.iter().all(|item| self.calm(item)),
            Expr::Set(set) => set.elts.iter().all(|item| self.calm(item)),
            Expr::Dict(dict) => dict.items.iter().all(|item| {
                item.key.as_ref().is_none_or(|key| self.calm(key)) && self.calm(&item.value)
            }),
            Expr::ListComp(made) => self.comprehended(&made.generators, &[&made.elt]),
            Expr::SetComp(made) => self.comprehended(&made.generators, &[&made.elt]),
            Expr::Generator(made) => self.comprehended(&made.generators, &[&made.elt]),
            Expr::DictComp(made) => {
                let value: Option<&Expr> = Some(&made.value);
                let key: Option<&Expr> = made.key.as_deref();
                let both: Vec<&Expr> = key.into_iter().chain(value).collect();
                self.comprehended(&made.generators, &both)
            }
            Expr::Await(awaited) => self.calm(&awaited.value),
            Expr::Starred(starred) => self.calm(&starred.value),
            Expr::Attribute(attribute) => self.attribute(&attribute.value),
            Expr::Call(call) => {
                let mut arguments = call.arguments.args.iter();
                let calm = arguments.all(|argument| self.calm(argument))
                    && call
                        .arguments
                        .keywords
                        .iter()
                        .all(|keyword| self.calm(&keyword.value));
                calm && self.called(&call.func, expression)
            }
            _ => false,
        }
    }

    fn comprehended(&mut self, generators: &[Comprehension], made: &[&Expr]) -> bool {
        let calm = generators.iter().all(|generator| {
            !generator.is_async
                && self.calm(&generator.iter)
                && self.bind_item(&generator.target, &generator.iter)
                && generator.ifs.iter().all(|test| self.calm(test))
        });
        calm && made.iter().all(|value| self.calm(value))
    }

    /// An attribute of a value with fields that are known, or of a class or module.
    fn attribute(&self, of: &Expr) -> bool {
        let Expr::Name(name) = of else {
            return body::dotted(of).is_some_and(|dotted| {
                let root = dotted.split('.').next().unwrap_or_default().to_owned();
                !self.is_local(&root)
            });
        };
        match self.parameter(&name.id) {
            Some(of) => matches!(of, Type::Model(_) | Type::Dataclass(_)),
            None => name.id == "self" || !self.is_local(&name.id),
        }
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

    fn called(&mut self, function: &Expr, call: &Expr) -> bool {
        match function {
            Expr::Name(name) => match self.code.resolve(&self.path, &name.id) {
                Some(Resolved::Own(symbol)) => self.follows(&symbol),
                Some(Resolved::External(dotted)) => {
                    is_calm_library(&dotted) || STATEMENTS.contains(&name.id.as_str())
                }
                _ => BUILT_IN.contains(&name.id.as_str()),
            },
            Expr::Attribute(attribute) => {
                let method = attribute.attr.as_str();
                if is_statement(function) || self.is_library(function) {
                    return true;
                }
                if self.is_session(&attribute.value) {
                    return ASKED.contains(&method);
                }
                if is_query(&attribute.value, self) {
                    let is_count = format!("{call:?}").contains("\"count\"");
                    let sure = ANSWERED.contains(&method)
                        || is_count && ["one", "scalar_one"].contains(&method);
                    return sure && self.calm(&attribute.value);
                }
                if let Some((owner, function)) = self.method(&attribute.value, method) {
                    return self.is_calm(&function, Some(&owner));
                }
                METHODS.contains(&method) && self.calm(&attribute.value)
            }
            _ => false,
        }
    }

    /// Whether `of` is a session: a parameter, or an attribute of `self` that a session was given for.
    pub fn is_session(&self, of: &Expr) -> bool {
        match of {
            Expr::Name(name) => matches!(self.parameter(&name.id), Some(Type::Session { .. })),
            _ => matches!(self.attribute_type(of), Some(Type::Session { .. })),
        }
    }

    /// The type of `self.x`, by the parameter of `__init__` that it is set from.
    fn attribute_type(&self, of: &Expr) -> Option<Type> {
        let dotted = body::dotted(of)?;
        let name = dotted.strip_prefix("self.")?;
        let owner = self.owner.as_ref()?;
        attribute_type(self.code, owner, name)
    }

    /// The method of the project that `of.name` is.
    fn method(&self, of: &Expr, name: &str) -> Option<(Symbol, Found<Function>)> {
        let owner = match of {
            Expr::Name(me) if me.id == "self" => self.owner.clone()?,
            Expr::Name(parameter) => match self.parameter(&parameter.id)? {
                Type::Class(symbol) => symbol.clone(),
                _ => return None,
            },
            _ => match self.attribute_type(of)? {
                Type::Class(symbol) => symbol,
                _ => return None,
            },
        };
        let method = self.code.method(&owner, name)?;
        Some((owner, method))
    }

    /// Whether what is called is declared to give a value or none.
    pub fn may_find_nothing(&self, function: &Expr) -> bool {
        let found = match function {
            Expr::Attribute(attribute) => self
                .method(&attribute.value, attribute.attr.as_str())
                .map(|(_, function)| function),
            Expr::Name(name) => self
                .code
                .symbol(&self.path, &name.id)
                .and_then(|symbol| self.code.function(&symbol)),
            _ => None,
        };
        found.is_some_and(|function| {
            let returns = function.item.returns.as_ref();
            returns
                .is_some_and(|returns| annotated(self.code, &function.path, returns).is_optional())
        })
    }

    /// Whether a function of a library is called that comes back, or a hash is made by an object of one.
    fn is_library(&self, function: &Expr) -> bool {
        let Some(dotted) = body::dotted(function) else {
            return false;
        };
        match self.code.resolve(&self.path, &dotted) {
            Some(Resolved::External(found)) => return is_calm_library(&found),
            Some(_) => return false,
            None => {}
        }
        let made = dotted
            .strip_suffix(".hash")
            .and_then(|name| self.code.symbol(&self.path, name))
            .and_then(|symbol| {
                let made = self.code.value(&symbol)?;
                let found = self.code.resolve(&symbol.path, made.as_call()?.callee()?)?;
                found.external().map(str::to_owned)
            });
        made.is_some_and(|name| HASHING.iter().any(|one| name.starts_with(one)))
    }

    /// Whether a function or plain class of the project that is called by name comes back.
    fn follows(&self, symbol: &Symbol) -> bool {
        if let Some(function) = self.code.function(symbol) {
            return self.is_calm(&function, None);
        }
        self.code.class(symbol).is_some_and(|class| {
            let decorators = &class.item.decorators;
            decorators.iter().any(|one| one.head() == Some("dataclass"))
                && class.item.method("__post_init__").is_none()
        })
    }

    fn is_calm(&self, function: &Found<Function>, owner: Option<&Symbol>) -> bool {
        let Some(depth) = self.depth.checked_sub(1) else {
            return false;
        };
        let is_plain = function.item.raised.is_empty()
            && !function.item.yields
            && function.item.decorators.iter().all(is_harmless);
        let body = Body::read(self.code, &function.path, &function.item).filter(|_| is_plain);
        body.is_some_and(|body| Judge::at(self.code, function, owner, depth).all(body.statements()))
    }
}

/// Whether a decorator leaves a function what it is.
pub(super) fn is_harmless(decorator: &crate::python::Expression) -> bool {
    let known = [
        "staticmethod",
        "classmethod",
        "cache",
        "lru_cache",
        "override",
        "final",
    ];
    decorator.head().is_some_and(|head| known.contains(&head))
}

/// The type of an attribute of a class: declared in its body, or by the parameter of `__init__` that it is set from.
pub(super) fn attribute_type(code: &Code, owner: &Symbol, name: &str) -> Option<Type> {
    for class in code.lineage(owner).own {
        let init = class.item.method("__init__");
        let module = code.module(&class.path)?;
        let scope = format!("{}.__init__", class.item.name);
        let set = module.assignments.iter().find(|assignment| {
            assignment.scope == scope && assignment.name == format!("self.{name}")
        });
        if let (Some(init), Some(set)) = (init, set) {
            let from = set.value.as_ref()?.as_name().map(str::to_owned);
            let parameter = init
                .parameters
                .iter()
                .find(|parameter| Some(&parameter.name) == from.as_ref());
            if let Some(annotation) = parameter.and_then(|found| found.annotation.as_ref()) {
                return Some(annotated(code, &class.path, annotation).essence().clone());
            }
            let call = set.value.as_ref()?.as_call()?;
            let made = code.symbol(&class.path, call.callee()?)?;
            return Some(Type::Class(made));
        }
        if let Some(annotation) = class
            .item
            .attribute(name)
            .and_then(|attribute| attribute.annotation.as_ref())
        {
            return Some(annotated(code, &class.path, annotation).essence().clone());
        }
    }
    None
}

/// Whether a format is written out, if there is one.
fn is_plain_spec(spec: Option<&ruff_python_ast::InterpolatedStringFormatSpec>) -> bool {
    spec.is_none_or(|spec| {
        spec.elements
            .iter()
            .all(|element| element.as_literal().is_some())
    })
}

/// An operation that has a value for all numbers: no division by what may be nothing.
fn is_sure(operator: Operator, right: &Expr) -> bool {
    let is_number = || match right {
        Expr::NumberLiteral(_) => super::evaluate::evaluate(right, &super::evaluate::Values::new())
            .is_some_and(|value| value.is_true()),
        Expr::Call(call) => call
            .arguments
            .args
            .first()
            .and_then(|first| super::evaluate::evaluate(first, &super::evaluate::Values::new()))
            .is_some_and(|value| {
                value != super::evaluate::Value::Text("0".to_owned()) && value.is_true()
            }),
        _ => false,
    };
    match operator {
        Operator::Add | Operator::Sub | Operator::Mult | Operator::BitOr | Operator::BitAnd => true,
        Operator::Div | Operator::FloorDiv | Operator::Mod => is_number(),
        _ => false,
    }
}

/// Whether a call puts a statement together: `select(…)…`, `func.count()`.
fn is_statement(function: &Expr) -> bool {
    body::root(function).is_some_and(|root| STATEMENTS.contains(&root))
}

/// Whether an expression is what a session answered.
fn is_query(expression: &Expr, judge: &Judge) -> bool {
    match expression {
        Expr::Await(awaited) => is_query(&awaited.value, judge),
        Expr::Call(call) => match &*call.func {
            Expr::Attribute(attribute) => {
                judge.is_session(&attribute.value) || is_query(&attribute.value, judge)
            }
            _ => false,
        },
        Expr::Name(name) => {
            judge.bound.contains(name.id.as_str()) && ANSWERS.contains(&name.id.as_str())
        }
        _ => false,
    }
}
