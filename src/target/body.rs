//! The body of one function, as a syntax tree: its guards, and its statements for those who judge them.
//!
//! `python` says what a module declares; this reads what stands in a function.

use ruff_python_ast::visitor::transformer::{Transformer, walk_expr};
use ruff_python_ast::{Expr, ExprName, Stmt, StmtFunctionDef, StmtIf};
use ruff_python_parser::{parse_expression, parse_module};

use super::code::Code;
use crate::python::Function;

/// A function with its statements.
pub(super) struct Body {
    function: StmtFunctionDef,
}

/// `if TEST: raise EXCEPTION`.
pub(super) struct Guard<'a> {
    /// The condition.
    pub test: &'a Expr,
    /// What is raised: a name, or a call of one.
    pub exception: &'a Expr,
}

/// What a statement at the top of a body is to the call as a whole.
pub(super) enum Step<'a> {
    /// It refuses some arguments.
    Guard(Guard<'a>),
    /// `name = value`.
    Bind(&'a str, &'a Expr),
    /// Anything else.
    Other(&'a Stmt),
}

impl Body {
    /// The body of `function` in the file at `path`; nothing where it cannot be parsed.
    pub fn read(code: &Code, path: &str, function: &Function) -> Option<Self> {
        let text = code.text(path)?;
        Self::parse(&lines(&text, function)?)
    }

    /// The same with the attributes of `self` as plain names.
    pub fn read_bare(code: &Code, path: &str, function: &Function) -> Option<Self> {
        let text = code.text(path)?;
        let lines = lines(&text, function)?;
        let mut body = Self::parse(&lines)?;
        Bare.visit_body(&mut body.function.body);
        Some(body)
    }

    fn parse(lines: &[&str]) -> Option<Self> {
        let first = lines.first()?;
        let indent = first.len() - first.trim_start().len();
        let dedented: Vec<&str> = lines
            .iter()
            .map(|line| {
                let blank = line.len() - line.trim_start().len();
                line.get(indent.min(blank)..).unwrap_or_default()
            })
            .collect();
        let parsed = parse_module(&(dedented.join("\n") + "\n")).ok()?;
        let module = parsed.into_syntax();
        match module.body.into_iter().next()? {
            Stmt::FunctionDef(function) => Some(Self { function }),
            _ => None,
        }
    }

    /// The statements without the docstring.
    pub fn statements(&self) -> &[Stmt] {
        let body: &[Stmt] = &self.function.body;
        match body {
            [Stmt::Expr(first), rest @ ..] if first.value.is_string_literal_expr() => rest,
            all => all,
        }
    }

    /// The statements at the top, as steps.
    pub fn steps(&self) -> Vec<Step<'_>> {
        let mut steps = Vec::new();
        for statement in self.statements() {
            match statement {
                Stmt::If(chosen) => match guards(chosen) {
                    Some(guards) => steps.extend(guards.into_iter().map(Step::Guard)),
                    None => steps.push(Step::Other(statement)),
                },
                Stmt::Assign(assign) => match &assign.targets[..] {
                    [Expr::Name(name)] => steps.push(Step::Bind(&name.id, &assign.value)),
                    _ => steps.push(Step::Other(statement)),
                },
                Stmt::AnnAssign(assign) => match (&*assign.target, &assign.value) {
                    (Expr::Name(name), Some(value)) => {
                        steps.push(Step::Bind(&name.id, value));
                    }
                    _ => steps.push(Step::Other(statement)),
                },
                _ => steps.push(Step::Other(statement)),
            }
        }
        steps
    }
}

/// Takes the attributes of `self` for plain names.
struct Bare;

impl Transformer for Bare {
    fn visit_expr(&self, expression: &mut Expr) {
        walk_expr(self, expression);
        let Expr::Attribute(attribute) = expression else {
            return;
        };
        if attribute
            .value
            .as_name_expr()
            .is_some_and(|name| name.id == "self")
        {
            *expression = Expr::Name(ExprName {
                node_index: attribute.node_index.clone(),
                range: attribute.range,
                id: attribute.attr.id.clone(),
                ctx: attribute.ctx,
            });
        }
    }
}

/// The lines of a function.
fn lines<'a>(text: &'a str, function: &Function) -> Option<Vec<&'a str>> {
    let lines: Vec<&str> = text.lines().collect();
    let own = lines.get(function.line.checked_sub(1)?..function.end_line)?;
    Some(own.to_vec())
}

/// The guards that an `if` is made of: each branch raises, and there is no `else`.
fn guards(chosen: &StmtIf) -> Option<Vec<Guard<'_>>> {
    let mut guards = vec![Guard {
        test: &chosen.test,
        exception: raised(&chosen.body)?,
    }];
    for clause in &chosen.elif_else_clauses {
        guards.push(Guard {
            test: clause.test.as_ref()?,
            exception: raised(&clause.body)?,
        });
    }
    Some(guards)
}

/// What a block raises, where that is all that it does, but for texts that it puts together and logs.
fn raised(block: &[Stmt]) -> Option<&Expr> {
    let (last, before) = block.split_last()?;
    let is_talk = |statement: &Stmt| match statement {
        Stmt::Assign(assign) => {
            assign.value.is_string_literal_expr() || assign.value.is_f_string_expr()
        }
        Stmt::Expr(call) => match &*call.value {
            Expr::Call(call) => root(&call.func).is_some_and(|name| name.starts_with("log")),
            _ => false,
        },
        _ => false,
    };
    match last {
        Stmt::Raise(raise) if before.iter().all(is_talk) => raise.exc.as_deref(),
        _ => None,
    }
}

/// The name that an expression begins with: `logger` of `logger.info`.
pub(super) fn root(expression: &Expr) -> Option<&str> {
    match expression {
        Expr::Name(name) => Some(name.id.as_str()),
        Expr::Attribute(attribute) => root(&attribute.value),
        Expr::Call(call) => root(&call.func),
        Expr::Subscript(subscript) => root(&subscript.value),
        Expr::Await(awaited) => root(&awaited.value),
        _ => None,
    }
}

/// The dotted name that an expression is.
pub(super) fn dotted(expression: &Expr) -> Option<String> {
    match expression {
        Expr::Name(name) => Some(name.id.to_string()),
        Expr::Attribute(attribute) => {
            Some(format!("{}.{}", dotted(&attribute.value)?, attribute.attr))
        }
        _ => None,
    }
}

/// The dotted name of the exception that an expression raises, called or not.
pub(super) fn exception_name(expression: &Expr) -> Option<String> {
    match expression {
        Expr::Call(call) => dotted(&call.func),
        other => dotted(other),
    }
}

/// An expression that stands in code of ours.
pub(super) fn expression(source: &str) -> Option<Expr> {
    let parsed = parse_expression(source).ok()?;
    Some(*parsed.into_syntax().body)
}
