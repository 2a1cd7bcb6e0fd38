//! `python-define`: definitions with their imports, in a module that may hold others already.
//!
//! A file that is not there, or empty, becomes the source as it is. Else the definitions stand behind the
//! last class or function, above the calls, the `__all__` and the `if __name__` that end a module; the
//! imports join the file's own, and its `__all__` takes the new names. Known by the names: all there is
//! there, some there is a step for a person.

mod beside;
mod redefine;
mod source;
#[cfg(test)]
mod tests;

use std::ops::Range;

use tree_sitter::Node;

use super::imports::bindings;
use super::python::{self, Module, is_definition, statements};
use super::text::{self, Splice};
use super::verdict::Verdict;
use crate::error::Result;
pub(super) use beside::beside;
pub use redefine::{Redefined, redefine};
pub(super) use source::Source;

/// The verdict on having the definitions of `source` in `module`; its imports are steps of their own.
pub(super) fn edit(source: &str, module: &Module<'_>) -> Result<Verdict> {
    let text = format!("{}\n", source.trim_end());
    let wanted = Module::parse("", &text);
    let source = Source::read(&wanted)?;
    if module.text.trim().is_empty() {
        let all = Splice::replace(0..module.text.len(), text.as_str());
        return Ok(Verdict::Edit(vec![all]));
    }
    Ok(verdict(&source, module))
}

/// The names that `source` defines.
#[must_use]
pub fn names(source: &str) -> Vec<String> {
    let module = Module::parse("", source);
    let read = Source::read(&module);
    let all = read.iter().flat_map(Source::definitions);
    all.map(|definition| definition.name.clone()).collect()
}

/// The verdict on `source` in a module that holds something.
pub(super) fn verdict(source: &Source<'_, '_>, module: &Module<'_>) -> Verdict {
    let text = source.module.text;
    if let Some(line) = module.first_error() {
        return Verdict::manual(line, "the file has a syntax error", text);
    }
    let mut missing = Vec::new();
    let mut known = None;
    for definition in source.definitions() {
        match standing(source, definition, module) {
            Standing::Missing => missing.push(definition.range.clone()),
            Standing::Same => {}
            Standing::Other(at) => known = known.or(Some((at, &definition.name))),
            Standing::Imported(at, why) => {
                return Verdict::manual(text::line_number(module.text, at), why, text);
            }
        }
    }
    match (missing.is_empty(), known) {
        (true, _) => Verdict::Present(first_of(source, module)),
        (false, Some((at, name))) => {
            let why = format!("`{name}` is defined here, other names of the same code are not");
            let rest: Vec<&str> = missing.into_iter().map(|range| &text[range]).collect();
            Verdict::manual(text::line_number(module.text, at), why, rest.join("\n\n\n"))
        }
        (false, None) => {
            let parts: Vec<_> = missing.into_iter().chain(source.calls(module)).collect();
            insert(source, &source.joined(parts), module)
        }
    }
}

/// How a definition stands to a module.
enum Standing {
    Missing,
    /// It is there as it is.
    Same,
    /// The name is defined otherwise.
    Other(usize),
    /// The name is imported.
    Imported(usize, String),
}

fn standing(
    source: &Source<'_, '_>,
    definition: &source::Definition<'_>,
    module: &Module<'_>,
) -> Standing {
    let name = &definition.name;
    if let Some(at) = bindings::definition(module, name) {
        let same = statements(module.root())
            .into_iter()
            .find(|node| node.start_byte() == at)
            .is_some_and(|node| {
                python::meaning(module, node) == python::meaning(source.module, definition.node)
            });
        return if same {
            Standing::Same
        } else {
            Standing::Other(at)
        };
    }
    let imported = bindings::bindings(module);
    match imported.iter().find(|binding| binding.local == *name) {
        Some(binding) => Standing::Imported(
            binding.at,
            format!("`{name}` already stands for `{}`", binding.target.path),
        ),
        None => Standing::Missing,
    }
}

/// Where the first of the definitions stands.
fn first_of(source: &Source<'_, '_>, module: &Module<'_>) -> usize {
    let mut all = source.definitions().iter();
    all.find_map(|definition| bindings::definition(module, &definition.name))
        .unwrap_or(0)
}

/// The splice that puts `body` in its place, blank lines around it.
fn insert(source: &Source<'_, '_>, body: &str, module: &Module<'_>) -> Verdict {
    let defines = source
        .definitions()
        .iter()
        .any(|definition| is_definition(definition.node));
    let Some(place) = place(source, module) else {
        return before_the_end(body, module);
    };
    let gap = if defines || is_definition(place) {
        "\n\n\n"
    } else {
        "\n\n"
    };
    let end = block_end(module, place);
    let behind = if defines { behind(module, end) } else { "" };
    Verdict::insert(end, format!("{gap}{body}{behind}"))
}

/// The line feeds that two blank lines before the next statement lack.
fn behind(module: &Module<'_>, end: usize) -> &'static str {
    let rest = &module.text[end..];
    let there = rest.len() - rest.trim_start_matches('\n').len();
    match there {
        _ if rest.trim().is_empty() => "",
        0 | 1 => "\n\n",
        2 => "\n",
        _ => "",
    }
}

/// The body in a file without imports and definitions: above what ends it, else at its end.
fn before_the_end(body: &str, module: &Module<'_>) -> Verdict {
    match statements(module.root()).first() {
        Some(first) => {
            let start = text::comments_above(module.text, first.start_byte());
            Verdict::Edit(vec![Splice::insert(start, format!("{body}\n\n\n"))])
        }
        None => Verdict::Edit(vec![text::append(
            module.text.trim_end_matches('\n'),
            &format!("\n\n{body}"),
        )]),
    }
}

/// The statement that the definitions stand behind: the last definition, or a later one of a name they use.
fn place<'t>(source: &Source<'_, '_>, module: &'t Module<'_>) -> Option<Node<'t>> {
    let all = statements(module.root());
    let last = all.iter().rposition(|node| is_definition(*node));
    let from = last.map_or(0, |at| at + 1);
    let used = all[from..].iter().rposition(|node| {
        let name = bindings::defined(module, *node);
        if last.is_some() {
            !name.is_empty() && source.uses(name)
        } else {
            !is_closing(module, *node)
        }
    });
    let at = used.map(|used| from + used).or(last)?;
    Some(all[at])
}

/// Whether the statement `node` ends a module rather than being what others build on.
fn is_closing(module: &Module<'_>, node: Node<'_>) -> bool {
    match node.kind() {
        "if_statement" => module.field(node, "condition").contains("__name__"),
        "expression_statement" => {
            let call = node
                .named_child(0)
                .is_some_and(|child| child.kind() == "call");
            call || bindings::defined(module, node) == "__all__"
        }
        _ => false,
    }
}

/// The end of `node`, with the indented comments that follow it.
fn block_end(module: &Module<'_>, node: Node<'_>) -> usize {
    let mut end = module.line_end(node);
    let mut at = end;
    while at < module.text.len() {
        let line: Range<usize> = at + 1..text::line_end(module.text, at + 1);
        let source = &module.text[line.clone()];
        let comment = source.trim_start().starts_with('#');
        if comment && source.starts_with([' ', '\t']) {
            end = line.end;
        } else if !source.trim().is_empty() {
            break;
        }
        at = line.end;
    }
    end
}
