//! `python-export`: a name that a file imports and lists in its `__all__`.
//!
//! Makes `__all__` where there is none, except in files that export by `import X as X`.

use tree_sitter::Node;

use super::imports::block::{self, Block};
use super::imports::statement::{From, Import, Name};
use super::imports::{head, layout, order};
use super::python::{self, Module, statements};
use super::sequence::{self, Sequence};
use super::verdict::Verdict;
use super::{Style, python_import};
use crate::error::{Error, Result};

/// The verdict on exporting `name` of the module `from`.
pub(super) fn edit(from: &str, name: &str, module: &Module<'_>, style: &Style) -> Result<Verdict> {
    let import = import(from, name)?;
    let lists = lists(module);
    let list = match plain(name, module, &lists) {
        Ok(list) => list,
        Err(at) => {
            let why = "`__all__` is not one plain list of names";
            let name = quoted(name, style.quote);
            let snippet = format!("{import}\n\n__all__ = [*__all__, {name}]");
            return Ok(Verdict::manual(module.line(at), why, snippet));
        }
    };
    let blocks = block::blocks(module);
    if list.is_none() && exports_by_alias(&blocks) {
        return Ok(by_alias(import, module, style));
    }
    let imported = python_import::add(&import, module, style);
    let end = blocks.iter().flatten().flatten().last();
    Ok(match (list, end, imported) {
        (Some(list), _, imported) => both(imported, into_list(module, list, name, style)),
        (None, Some(end), imported) => both(imported, new_list(module, end.node, name, style)),
        (None, None, Verdict::Edit(_)) => first(module, &import, name, style),
        (None, None, settled) => settled,
    })
}

/// The verdict on having `name` in the file's `__all__`; where there is none, nothing is asked.
pub(super) fn list(name: &str, module: &Module<'_>, style: &Style) -> Verdict {
    match plain(name, module, &lists(module)) {
        Ok(None) => Verdict::Present(0),
        Ok(Some(list)) => into_list(module, list, name, style),
        Err(at) => {
            let why = "`__all__` is not one plain list of names";
            Verdict::manual(module.line(at), why, quoted(name, style.quote))
        }
    }
}

/// The list that `name` belongs to: the one that has it, else the last of those that `__all__` is made of; none where
/// the file has no `__all__`.
///
/// # Errors
/// The first statement, where one of them does more than say names.
fn plain<'t>(
    name: &str,
    module: &Module<'_>,
    statements: &[Node<'t>],
) -> std::result::Result<Option<Node<'t>>, Node<'t>> {
    let lists: Option<Vec<Node<'t>>> = statements.iter().map(|one| literal(*one)).collect();
    let Some(lists) = lists else {
        return Err(statements[0]);
    };
    let has = |list: &&Node<'t>| {
        let mut cursor = list.walk();
        let mut items = list.named_children(&mut cursor);
        items.any(|item| unquoted(module.source(item)) == name)
    };
    Ok(lists.iter().find(has).or(lists.last()).copied())
}

fn import(from: &str, name: &str) -> Result<Import> {
    let is_name = |part: &str| {
        !part.is_empty()
            && part
                .chars()
                .all(|letter| letter == '_' || letter.is_alphanumeric())
    };
    let module = from.trim_start_matches('.');
    if !is_name(name) || !module.split('.').all(is_name) {
        return Err(
            Error::pattern(format!("`{name}` of `{from}` is not a name of a module"))
                .hint("write `module = \"app.models.user\"` and `name = \"User\"`"),
        );
    }
    Ok(Import::From(From {
        level: from.len() - module.len(),
        module: module.to_owned(),
        names: vec![Name {
            name: name.to_owned(),
            alias: None,
        }],
        split: false,
    }))
}

/// One verdict of the import and the entry.
fn both(imported: Verdict, listed: Verdict) -> Verdict {
    match (imported, listed) {
        (Verdict::Edit(mut first), Verdict::Edit(second)) => {
            first.extend(second);
            Verdict::Edit(first)
        }
        (Verdict::Present(_), listed) => listed,
        (imported, Verdict::Present(_)) => imported,
        (manual @ Verdict::Manual(_), _) | (_, manual) => manual,
    }
}

/// The statements that say what `__all__` is, as far as the top level shows.
fn lists<'t>(module: &'t Module<'_>) -> Vec<Node<'t>> {
    let touches = |node: &Node<'t>| {
        if node.kind() == "function_definition" {
            return false;
        }
        let names = python::find(*node, "identifier");
        names
            .into_iter()
            .any(|name| module.source(name) == "__all__")
    };
    let all = statements(module.root());
    all.into_iter().filter(touches).collect()
}

/// The statement of a plain `__all__` that has `name`, its list, and the number of the name in it.
pub(super) fn entry<'t>(name: &str, module: &'t Module<'_>) -> Option<(Node<'t>, Sequence, usize)> {
    lists(module).into_iter().find_map(|statement| {
        let list = literal(statement)?;
        let children = list.named_children(&mut list.walk()).collect::<Vec<_>>();
        let items: Vec<Node<'_>> = children
            .into_iter()
            .filter(|child| child.kind() == "string")
            .collect();
        let is_it = |item: &Node<'_>| unquoted(module.source(*item)) == name;
        let at = items.iter().position(is_it)?;
        let sequence = Sequence {
            inner: list.start_byte() + 1..list.end_byte() - 1,
            items: items.iter().map(Node::byte_range).collect(),
        };
        Some((statement, sequence, at))
    })
}

/// The list or tuple of a plain `__all__ = [...]` or `__all__ += [...]`.
fn literal(statement: Node<'_>) -> Option<Node<'_>> {
    let assignment = statement
        .named_child(0)
        .filter(|child| matches!(child.kind(), "assignment" | "augmented_assignment"))?;
    let value = assignment.child_by_field_name("right")?;
    let plain = matches!(value.kind(), "list" | "tuple") && !value.has_error();
    let strings = value
        .named_children(&mut value.walk())
        .all(|child| matches!(child.kind(), "string" | "comment"));
    (plain && strings).then_some(value)
}

fn into_list(module: &Module<'_>, list: Node<'_>, name: &str, style: &Style) -> Verdict {
    let items: Vec<Node<'_>> = list
        .named_children(&mut list.walk())
        .filter(|child| child.kind() == "string")
        .collect();
    let names: Vec<&str> = items
        .iter()
        .map(|item| unquoted(module.source(*item)))
        .collect();
    if let Some(at) = names.iter().position(|known| *known == name) {
        return Verdict::Present(items[at].start_byte());
    }
    let quote = items
        .first()
        .and_then(|item| module.source(*item).chars().next())
        .unwrap_or_else(|| quote_of(module, style));
    let sequence = Sequence {
        inner: list.start_byte() + 1..list.end_byte() - 1,
        items: items.iter().map(Node::byte_range).collect(),
    };
    let place = (position(&names, name), quoted(name, quote));
    Verdict::Edit(sequence::insert(
        module.text,
        &sequence,
        (place.0, &place.1),
        style.line_length,
    ))
}

/// Where `name` belongs: in the order that the names have, else at the end.
fn position(names: &[&str], name: &str) -> usize {
    use std::cmp::Ordering;
    let bytes = |left: &str, right: &str| left.cmp(right);
    let folded = |left: &str, right: &str| left.to_lowercase().cmp(&right.to_lowercase());
    let orders: [fn(&str, &str) -> Ordering; 3] = [order::exports, bytes, folded];
    let order = orders
        .into_iter()
        .find(|order| names.is_sorted_by(|left, right| order(left, right) != Ordering::Greater));
    order
        .and_then(|order| {
            let greater = |known: &&str| order(known, name) == Ordering::Greater;
            names.iter().position(greater)
        })
        .unwrap_or(names.len())
}

/// The splice that puts a new `__all__` behind the imports.
fn new_list(module: &Module<'_>, last: Node<'_>, name: &str, style: &Style) -> Verdict {
    let source = new_source(module, name, style);
    Verdict::insert(module.line_end(last), format!("\n\n{source}"))
}

/// Import and `__all__` together, in a file without imports.
fn first(module: &Module<'_>, import: &Import, name: &str, style: &Style) -> Verdict {
    let line = layout::statement(import, style.line_length);
    let list = new_source(module, name, style);
    Verdict::Edit(vec![head::first(module, &format!("{line}\n\n{list}"))])
}

fn new_source(module: &Module<'_>, name: &str, style: &Style) -> String {
    let item = quoted(name, quote_of(module, style));
    let line = format!("__all__ = [{item}]");
    if line.chars().count() > style.line_length {
        return format!("__all__ = [{}]", sequence::column(&[&item], ""));
    }
    line
}

/// Whether the file exports by `from … import X as X`.
fn exports_by_alias(blocks: &[Block<'_>]) -> bool {
    let mut imports = blocks
        .iter()
        .flatten()
        .flatten()
        .flat_map(|line| &line.imports);
    imports.any(|import| match import {
        Import::From(from) => from.names.iter().any(is_own_alias),
        Import::Module(_) => false,
    })
}

fn is_own_alias(name: &Name) -> bool {
    name.alias.as_ref() == Some(&name.name)
}

fn by_alias(mut import: Import, module: &Module<'_>, style: &Style) -> Verdict {
    if let Import::From(from) = &mut import {
        for name in &mut from.names {
            name.alias = Some(name.name.clone());
        }
    }
    python_import::add(&import, module, style)
}

fn quoted(name: &str, quote: char) -> String {
    format!("{quote}{name}{quote}")
}

fn unquoted(literal: &str) -> &str {
    literal.trim_matches(['"', '\''])
}

/// The quote that the file uses most, where a string could have either.
fn quote_of(module: &Module<'_>, style: &Style) -> char {
    let strings = python::find(module.root(), "string");
    let begins = |quote: char, other: char| {
        let like = strings.iter().filter(|node| {
            let source = module
                .source(**node)
                .trim_start_matches(char::is_alphabetic);
            source.starts_with(quote) && !source.contains(other)
        });
        like.count()
    };
    let (single, double) = (begins('\'', '"'), begins('"', '\''));
    match single.cmp(&double) {
        std::cmp::Ordering::Greater => '\'',
        std::cmp::Ordering::Less => '"',
        std::cmp::Ordering::Equal => style.quote,
    }
}

#[cfg(test)]
mod tests;
