//! `python-include-router`: `receiver.include_router(router)` behind its siblings.
//!
//! Siblings are the calls with the same receiver in the block of the first one that always runs. The new
//! call stands behind the last of them, in their form and with the arguments that most of them share. Routers
//! that a plain list or tuple holds for a loop are joined there; other loops are left to a person.

mod call;
mod form;
mod include;
mod listed;
mod shared;
#[cfg(test)]
mod tests;

use tree_sitter::Node;

use super::Style;
use super::imports::bindings::{self, Binding};
use super::python::{self, Module};
use super::text;
use super::verdict::Verdict;
use crate::error::Result;
use call::Call;
pub(super) use form::as_siblings;
pub(super) use include::{Include, includes};
pub use shared::{is_of_place, root_of};

/// The verdict on including `router`, with `args` as further arguments.
pub(super) fn edit(
    receiver: &str,
    router: &str,
    args: Option<&str>,
    module: &Module<'_>,
    style: &Style,
) -> Result<Verdict> {
    let mut call = Call::new(receiver, router, args.unwrap_or(""))?;
    let includes = includes(module, receiver);
    let same = includes
        .iter()
        .find(|known| is_same(module, &known.router, router, style));
    if let Some(same) = same {
        return Ok(Verdict::Present(same.statement.start_byte()));
    }
    if let Some((list, taken)) = listed::list(module, &includes) {
        return Ok(listed::edit(module, (list, &taken), &call, style));
    }
    let place = match place(module, receiver, &includes) {
        Ok(place) => place,
        Err((line, why)) => {
            // What a person is to write has the prefix that the loop gives to all.
            let given = call.keywords.len();
            let all: Vec<&Include<'_>> = includes.iter().collect();
            let why = shared::share(&mut call, &all).err().unwrap_or(why);
            if given == 0 {
                call.keywords
                    .retain(|keyword| keyword.value.starts_with(['"', '\'', '[']));
            }
            return Ok(Verdict::nowhere(line, why, call.on_one_line()));
        }
    };
    let line = module.line(place.node);
    if is_broken(place.node) {
        let why = "the code around it has a syntax error";
        return Ok(Verdict::manual(line, why, call.on_one_line()));
    }
    if let Err(why) = shared::share(&mut call, &place.siblings) {
        return Ok(Verdict::manual(line, why, call.on_one_line()));
    }
    let indent = text::indentation(module.text, place.node.start_byte());
    let lines = call.written(indent, style.line_length);
    let end = module.line_end(place.node);
    Ok(Verdict::insert(end, format!("\n{lines}")))
}

/// The statement that includes `router` in `receiver`.
pub(super) fn included<'t>(
    receiver: &str,
    router: &str,
    module: &'t Module<'_>,
    style: &Style,
) -> Option<Node<'t>> {
    let mut all = includes(module, receiver).into_iter();
    all.find(|known| is_same(module, &known.router, router, style))
        .map(|include| include.statement)
}

/// Where the call goes: behind `node`, in the form of the siblings.
struct Place<'a, 't> {
    node: Node<'t>,
    siblings: Vec<&'a Include<'t>>,
}

/// The place behind the siblings, else behind the assignment; or the line and the reason why there is none.
fn place<'a, 't>(
    module: &'t Module<'_>,
    receiver: &str,
    includes: &'a [Include<'t>],
) -> Result<Place<'a, 't>, (usize, String)> {
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
fn behind_siblings<'a, 't>(first: &'a Include<'t>, includes: &'a [Include<'t>]) -> Place<'a, 't> {
    let block = first.statement.parent();
    let siblings: Vec<&Include<'t>> = includes
        .iter()
        .filter(|include| include.statement.parent() == block)
        .collect();
    let last = siblings
        .last()
        .map_or(first.statement, |last| last.statement);
    Place {
        node: last,
        siblings,
    }
}

/// The one statement that assigns `receiver`.
fn assignment<'a, 't>(
    module: &'t Module<'_>,
    receiver: &str,
) -> Result<Place<'a, 't>, (usize, String)> {
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
            siblings: Vec::new(),
        }),
        [] => Err((0, format!("`{receiver}` is not assigned in this file"))),
        [.., last] => {
            let why = format!("`{receiver}` is assigned more than once or on a condition");
            Err((module.line(*last), why))
        }
    }
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
pub(super) fn enclosing(statement: Node<'_>) -> Option<Node<'_>> {
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
