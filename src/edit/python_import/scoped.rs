//! An import that does not stand at the top level: for type checkers alone, or in a function.

use tree_sitter::Node;

use super::{clash, is_same, pragma};
use crate::edit::imports::bindings::{self, Binding};
use crate::edit::imports::block::{self, Block};
use crate::edit::imports::place::{self, New};
use crate::edit::imports::statement::{From, Import, Name};
use crate::edit::imports::{head, join, layout, relative};
use crate::edit::python::{Module, is_string_statement, statements};
use crate::edit::sequence::deeper;
use crate::edit::text::{self, Splice};
use crate::edit::verdict::Verdict;
use crate::edit::{Style, python_statement};

/// The scope of imports that do not run.
pub(in crate::edit) const TYPES: &str = "TYPE_CHECKING";

/// The verdict on importing `wanted` in the scope called `within`.
pub(super) fn add(wanted: &Import, within: &str, module: &Module<'_>, style: &Style) -> Verdict {
    let body = match within {
        TYPES => match guard(module) {
            Some(body) => body,
            None => return new_guard(wanted, module, style),
        },
        function => match body_of(function, module) {
            Ok(body) => body,
            Err((line, why)) => return Verdict::nowhere(line, why, wanted.to_string()),
        },
    };
    if let Some(settled) = settled(wanted, body, module, style) {
        return settled;
    }
    if body.has_error() || !module.begins_line(body) {
        let why = format!("the body of `{within}` is not plain");
        return Verdict::manual(module.line(body), why, wanted.to_string());
    }
    Verdict::Edit(into(wanted, body, module, style))
}

/// The splices that import `wanted` in `body`.
fn into(wanted: &Import, body: Node<'_>, module: &Module<'_>, style: &Style) -> Vec<Splice> {
    let blocks = block::blocks_of(module, body);
    let everywhere: Vec<Block<'_>> = block::blocks(module)
        .into_iter()
        .chain(blocks.clone())
        .collect();
    let import =
        relative::in_form_of_siblings(wanted, module.path, &everywhere, &style.first_party);
    if let Some(splices) = join::join(&import, module, &blocks, style.line_length) {
        return splices;
    }
    let indent = text::indentation(module.text, body.start_byte());
    let width = style.line_length.saturating_sub(text::columns(indent));
    let mut statement = layout::statement(&import, width);
    if let Some(pragma) = pragma(module, &blocks, &import).filter(|_| !statement.contains('\n')) {
        statement = format!("{statement}  {pragma}");
    }
    let source = text::indented(&statement, indent);
    let new = New {
        import: &import,
        source: &source,
        first_party: &style.first_party,
    };
    place::among(module, &blocks, &new)
        .map_or_else(|| vec![first(module, body, &source)], |it| vec![it])
}

/// The first import of a body: behind its docstring, a blank line below it; in the place of a lone `pass`.
fn first(module: &Module<'_>, body: Node<'_>, source: &str) -> Splice {
    let all = statements(body);
    match all.as_slice() {
        [only] if only.kind() == "pass_statement" => {
            let start = text::line_start(module.text, only.start_byte());
            Splice::replace(start..only.end_byte(), source)
        }
        [docstring, ..] if is_string_statement(*docstring) => {
            Splice::insert(module.line_end(*docstring), format!("\n{source}"))
        }
        _ => {
            let start = text::line_start(module.text, body.start_byte());
            Splice::insert(start, format!("{source}\n\n"))
        }
    }
}

/// The verdict where the name is bound already, in the body or at the top level.
fn settled(wanted: &Import, body: Node<'_>, module: &Module<'_>, style: &Style) -> Option<Verdict> {
    let binding = bindings::of(wanted, module.path, 0).pop()?;
    let known: Vec<Binding> = bindings::bindings(module)
        .into_iter()
        .chain(bindings::within(module, body))
        .collect();
    if let Some(same) = known.iter().find(|known| is_same(known, &binding, style)) {
        return Some(Verdict::Present(same.at));
    }
    let (at, why) = clash(&known, &binding, module)?;
    let line = text::line_number(module.text, at);
    Some(Verdict::manual(line, why, wanted.to_string()))
}

/// The body of `if TYPE_CHECKING:`.
fn guard<'t>(module: &'t Module<'_>) -> Option<Node<'t>> {
    statements(module.root())
        .into_iter()
        .filter(|node| node.kind() == "if_statement" && bindings::is_for_types(module, *node))
        .find_map(|node| node.child_by_field_name("consequence"))
}

/// A new `if TYPE_CHECKING:` behind the imports.
fn new_guard(wanted: &Import, module: &Module<'_>, style: &Style) -> Verdict {
    if let Some(settled) = settled(wanted, module.root(), module, style) {
        return settled;
    }
    let blocks = block::blocks(module);
    let import = relative::in_form_of_siblings(wanted, module.path, &blocks, &style.first_party);
    let indent = deeper("");
    let width = style.line_length.saturating_sub(indent.len());
    let inner = text::indented(&layout::statement(&import, width), &indent);
    let guard = format!("if {TYPES}:\n{inner}");
    let flag = Import::From(From {
        level: 0,
        module: "typing".to_owned(),
        names: vec![Name {
            name: TYPES.to_owned(),
            alias: None,
        }],
        split: false,
    });
    let longest = blocks
        .iter()
        .rev()
        .max_by_key(|block| block.iter().map(Vec::len).sum::<usize>());
    let Some(last) = longest.and_then(|block| block.last()?.last()) else {
        let lines = format!("{flag}\n\n{guard}");
        return Verdict::Edit(vec![head::first(module, &lines)]);
    };
    let behind = Splice::insert(module.line_end(last.node), format!("\n\n{guard}"));
    match super::add(&flag, module, style) {
        Verdict::Edit(mut splices) => {
            splices.push(behind);
            Verdict::Edit(splices)
        }
        Verdict::Present(_) => Verdict::Edit(vec![behind]),
        manual => manual,
    }
}

/// The body of the one function called `name`.
fn body_of<'t>(name: &str, module: &'t Module<'_>) -> Result<Node<'t>, (usize, String)> {
    let found = python_statement::functions(module, name);
    let node = module.only(&found, &format!("the function `{name}`"), "defined")?;
    node.child_by_field_name("body")
        .ok_or_else(|| (module.line(node), format!("`{name}` has no body")))
}
