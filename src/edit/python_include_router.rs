//! `python-include-router`: `receiver.include_router(router)` behind its siblings.
//!
//! Siblings are the calls with the same receiver in the block of the first one that always runs. The new
//! call stands behind the last of them, in their form. Includes in a loop are left to a person.

use tree_sitter::Node;

use super::Style;
use super::imports::bindings::{self, Binding};
use super::python::{self, Module, statements};
use super::sequence::{self, deeper};
use super::text;
use super::verdict::Verdict;
use crate::error::{Error, Result};

/// A call that includes a router.
struct Include<'t> {
    /// The statement that is the call.
    statement: Node<'t>,
    /// The router as it is written.
    router: String,
    /// Whether it is given as `router=`.
    by_keyword: bool,
}

/// The verdict on including `router`, with `args` as further arguments.
pub(super) fn edit(
    receiver: &str,
    router: &str,
    args: Option<&str>,
    module: &Module<'_>,
    style: &Style,
) -> Result<Verdict> {
    let mut call = Call {
        receiver,
        router,
        by_keyword: false,
        args: arguments(args.unwrap_or(""))?,
    };
    let includes = includes(module, receiver);
    let same = includes
        .iter()
        .find(|known| is_same(module, &known.router, router, style));
    if let Some(same) = same {
        return Ok(Verdict::Present(same.statement.start_byte()));
    }
    let place = match place(module, receiver, &includes) {
        Ok(place) => place,
        Err((line, why)) => return Ok(Verdict::nowhere(line, why, call.on_one_line())),
    };
    if is_broken(place.node) {
        let why = "the code around it has a syntax error";
        let line = module.line(place.node);
        return Ok(Verdict::manual(line, why, call.on_one_line()));
    }
    call.by_keyword = place.by_keyword;
    let indent = text::indentation(module.text, place.node.start_byte());
    let lines = call.written(indent, style.line_length);
    let end = module.line_end(place.node);
    Ok(Verdict::insert(end, format!("\n{lines}")))
}

/// The call to write.
struct Call<'a> {
    receiver: &'a str,
    router: &'a str,
    by_keyword: bool,
    args: Vec<String>,
}

impl Call<'_> {
    /// The call on lines with this indentation: on one line, else its arguments on one, else each on its own.
    fn written(&self, indent: &str, width: usize) -> String {
        let head = format!("{indent}{}.include_router(", self.receiver);
        let fits = |line: &str| line.chars().count() <= width;
        let line = format!("{indent}{}", self.on_one_line());
        let arguments = self.arguments();
        let inner = format!("{}{}", deeper(indent), arguments.join(", "));
        if fits(&line) {
            line
        } else if fits(&inner) {
            format!("{head}\n{inner}\n{indent})")
        } else {
            let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
            format!("{head}{})", sequence::column(&arguments, indent))
        }
    }

    fn on_one_line(&self) -> String {
        let arguments = self.arguments().join(", ");
        format!("{}.include_router({arguments})", self.receiver)
    }

    fn arguments(&self) -> Vec<String> {
        let keyword = if self.by_keyword { "router=" } else { "" };
        let mut all = vec![format!("{keyword}{}", self.router)];
        all.extend(self.args.iter().cloned());
        all
    }
}

/// The single arguments of the source `args`.
fn arguments(args: &str) -> Result<Vec<String>> {
    let source = format!("call({args})\n");
    let module = Module::parse("", &source);
    let calls = python::find(module.root(), "call");
    let outer = calls
        .first()
        .filter(|call| module.field(**call, "function") == "call")
        .and_then(|call| call.child_by_field_name("arguments"));
    match outer {
        Some(list) if !module.root().has_error() => Ok(statements(list)
            .into_iter()
            .map(|argument| module.source(argument).to_owned())
            .collect()),
        _ => Err(
            Error::pattern(format!("`{args}` are not arguments of a call"))
                .hint("write them as in the call: `prefix=\"/users\", tags=[\"users\"]`"),
        ),
    }
}

/// Where the call goes: behind `node`.
struct Place<'t> {
    node: Node<'t>,
    by_keyword: bool,
}

/// The place behind the siblings, else behind the assignment; or the line and the reason why there is none.
fn place<'t>(
    module: &'t Module<'_>,
    receiver: &str,
    includes: &[Include<'t>],
) -> Result<Place<'t>, (usize, String)> {
    let Some(any) = includes.first() else {
        return assignment(module, receiver);
    };
    let always = includes
        .iter()
        .find(|include| always_runs(include.statement));
    let Some(first) = always else {
        let why = format!("routers of `{receiver}` are included in a loop or on a condition");
        return Err((module.line(any.statement), why));
    };
    let function = enclosing(first.statement);
    let other = includes
        .iter()
        .find(|include| enclosing(include.statement) != function);
    if let Some(other) = other {
        let why = format!("routers of `{receiver}` are included in more than one function");
        return Err((module.line(other.statement), why));
    }
    Ok(behind_siblings(first, includes))
}

/// The place behind the last include in the block of `first`.
fn behind_siblings<'t>(first: &Include<'t>, includes: &[Include<'t>]) -> Place<'t> {
    let block = first.statement.parent();
    let siblings = || {
        let same = |include: &&Include<'t>| include.statement.parent() == block;
        includes.iter().filter(same)
    };
    let by_keyword = siblings().filter(|sibling| sibling.by_keyword).count();
    Place {
        node: siblings().next_back().unwrap_or(first).statement,
        by_keyword: by_keyword * 2 > siblings().count(),
    }
}

/// The one statement that assigns `receiver`.
fn assignment<'t>(module: &'t Module<'_>, receiver: &str) -> Result<Place<'t>, (usize, String)> {
    let all: Vec<Node<'t>> = python::find(module.root(), "assignment")
        .into_iter()
        .filter(|node| module.field(*node, "left") == receiver)
        .filter(|node| node.child_by_field_name("right").is_some())
        .filter_map(|node| node.parent())
        .filter(|node| node.kind() == "expression_statement")
        .collect();
    match all.as_slice() {
        [only] if always_runs(*only) => Ok(Place {
            node: *only,
            by_keyword: false,
        }),
        [] => Err((0, format!("`{receiver}` is not assigned in this file"))),
        [.., last] => {
            let why = format!("`{receiver}` is assigned more than once or on a condition");
            Err((module.line(*last), why))
        }
    }
}

/// The statements that are a call of `receiver.include_router` with a router.
fn includes<'t>(module: &'t Module<'_>, receiver: &str) -> Vec<Include<'t>> {
    let calls = python::find(module.root(), "call");
    calls
        .into_iter()
        .filter_map(|call| include(module, call, receiver))
        .collect()
}

fn include<'t>(module: &Module<'_>, call: Node<'t>, receiver: &str) -> Option<Include<'t>> {
    let function = call.child_by_field_name("function")?;
    let named = function.kind() == "attribute"
        && module.field(function, "attribute") == "include_router"
        && module.field(function, "object") == receiver;
    let statement = call
        .parent()
        .filter(|parent| named && parent.kind() == "expression_statement")?;
    let arguments = statements(call.child_by_field_name("arguments")?);
    let keyword = arguments.iter().find(|argument| {
        argument.kind() == "keyword_argument" && module.field(**argument, "name") == "router"
    });
    let router = match keyword {
        Some(keyword) => module.field(*keyword, "value"),
        None => module.source(*arguments.first()?),
    };
    Some(Include {
        statement,
        router: router.to_owned(),
        by_keyword: keyword.is_some(),
    })
}

/// Whether nothing but functions, classes and `with` stands around `statement`, or the body of a `try`.
fn always_runs(statement: Node<'_>) -> bool {
    let mut node = statement;
    while let Some(parent) = node.parent() {
        let conditional = matches!(
            parent.kind(),
            "for_statement"
                | "while_statement"
                | "if_statement"
                | "elif_clause"
                | "else_clause"
                | "except_clause"
                | "match_statement"
                | "case_clause"
        );
        if conditional {
            return false;
        }
        node = parent;
    }
    true
}

/// The function that `statement` stands in.
fn enclosing(statement: Node<'_>) -> Option<Node<'_>> {
    let mut node = statement.parent()?;
    while node.kind() != "function_definition" {
        node = node.parent()?;
    }
    Some(node)
}

/// Whether the statement or the block around it has a syntax error; elsewhere in the file one is not in the way.
fn is_broken(statement: Node<'_>) -> bool {
    let block = statement.parent().filter(|block| block.kind() != "module");
    statement.has_error() || block.is_some_and(|block| block.has_error())
}

/// Whether both expressions are the same router, by the imports of the file.
fn is_same(module: &Module<'_>, known: &str, wanted: &str, style: &Style) -> bool {
    if known == wanted {
        return true;
    }
    let bindings = bindings::bindings(module);
    match (resolved(&bindings, known), resolved(&bindings, wanted)) {
        (Some(known), Some(wanted)) => known.target.is(&wanted.target, &style.first_party),
        _ => false,
    }
}

/// What a dotted expression stands for.
fn resolved(bindings: &[Binding], expression: &str) -> Option<Binding> {
    let (first, rest) = expression.split_once('.').unwrap_or((expression, ""));
    let mut binding = bindings.iter().find(|known| known.local == first)?.clone();
    if !rest.is_empty() {
        binding.target.path = format!("{}.{rest}", binding.target.path);
    }
    Some(binding)
}

#[cfg(test)]
mod tests;
