//! The spots of edits in Python files.

use tree_sitter::Node;

use super::super::imports::bindings::{self, Binding};
use super::super::imports::statement;
use super::super::operation::Operation;
use super::super::python::{self, Module, statements};
use super::super::python_define::Source;
use super::super::sequence::Sequence;
use super::super::text::Splice;
use super::super::{Style, anchor, python_export, python_import, python_include_router};
use super::super::{python_list_item, python_member, python_statement};
use super::{Found, spot};
use crate::error::Result;

/// The spot of `operation` in `module`.
pub(super) fn find(operation: &Operation, module: &Module<'_>, style: &Style) -> Result<Found> {
    let found = match operation {
        Operation::PythonImport { line, within } => import(line, within.as_deref(), module, style)?,
        Operation::PythonDefine { source } => definitions(source, module)?,
        Operation::PythonIncludeRouter {
            receiver, router, ..
        } => {
            let call = python_include_router::included(receiver, router, module, style);
            call.map_or(Found::Nothing, |call| whole(module, &[call]))
        }
        Operation::PythonExport { name, .. } => export(name, module),
        Operation::PythonListItem { target, item } => {
            match python_list_item::found(target, item, module)? {
                Some((list, at)) => Found::Splices(vec![spot::item(module.text, &list, at)]),
                None => Found::Nothing,
            }
        }
        Operation::PythonMember { class, source } => member(class, source, module)?,
        Operation::PythonStatement {
            function, source, ..
        } => {
            let run = python_statement::found(function, source, module)?;
            if run.is_empty() {
                Found::Nothing
            } else {
                whole(module, &run)
            }
        }
        _ => Found::Nothing,
    };
    Ok(match found {
        Found::Nothing if operation.anchor().is_some() => by_anchor(operation, module.text),
        found => found,
    })
}

/// Lines that an anchor comment had shown the place of.
fn by_anchor(operation: &Operation, plain: &str) -> Found {
    let name = operation.anchor().unwrap_or_default();
    match anchor::found(name, &operation.snippet(), plain) {
        Some(range) => Found::Splices(vec![spot::lines(plain, &range)]),
        None => Found::Nothing,
    }
}

fn whole(module: &Module<'_>, nodes: &[Node<'_>]) -> Found {
    if let Some(splice) = spot::statement(module, nodes) {
        return Found::Splices(vec![splice]);
    }
    let at = nodes.first().map_or(0, Node::start_byte);
    Found::Unclear(at, "it shares its line with other code".to_owned())
}

/// The name that `line` imports, out of its statement; with the statement, if it is alone there.
fn import(line: &str, within: Option<&str>, module: &Module<'_>, style: &Style) -> Result<Found> {
    let Some(binding) = python_import::bound(line, within, module, style)? else {
        return Ok(Found::Nothing);
    };
    let Some(node) = statement_at(module, binding.at) else {
        return Ok(Found::Nothing);
    };
    if is_used(module, &binding.local) {
        return Ok(Found::Used);
    }
    let names: Vec<Binding> = statement::read(module, node)
        .iter()
        .flat_map(|import| bindings::of(import, module.path, binding.at))
        .collect();
    let nodes = statement::name_nodes(node);
    let same = |known: &Binding| known.local == binding.local && known.loads == binding.loads;
    let at = names.iter().position(same);
    Ok(match (names.len(), at) {
        (1, _) | (_, None) => whole(module, &[node]),
        (_, Some(at)) => {
            let items: Vec<_> = nodes.iter().map(Node::byte_range).collect();
            let sequence = Sequence {
                inner: inner(node, &items),
                items,
            };
            Found::Splices(vec![spot::item(module.text, &sequence, at)])
        }
    })
}

/// What stands between the brackets of an import, or else from its first name to its last.
fn inner(node: Node<'_>, items: &[std::ops::Range<usize>]) -> std::ops::Range<usize> {
    let bracket = |kind: &str| {
        node.children(&mut node.walk())
            .find(|child| child.kind() == kind)
    };
    match (bracket("("), bracket(")")) {
        (Some(open), Some(close)) => open.end_byte()..close.start_byte(),
        _ => items[0].start..items[items.len() - 1].end,
    }
}

/// The import statement that begins at `at`.
fn statement_at<'t>(module: &'t Module<'_>, at: usize) -> Option<Node<'t>> {
    let mut found = None;
    python::visit(module.root(), &mut |node| {
        if node.start_byte() == at && statement::is_import(node) {
            found = Some(node);
        }
        found.is_none()
    });
    found
}

/// Whether the file names `local` outside of its imports, also in `__all__`.
fn is_used(module: &Module<'_>, local: &str) -> bool {
    let mut used = false;
    python::visit(module.root(), &mut |node| {
        let says = match node.kind() {
            "identifier" => module.source(node) == local && !is_label(node),
            "string_content" => module.source(node) == local && in_exports(module, node),
            _ => false,
        };
        used |= says;
        !used && !statement::is_import(node)
    });
    used
}

/// Whether `node` names an attribute or an argument, not a variable.
fn is_label(node: Node<'_>) -> bool {
    let Some(parent) = node.parent() else {
        return false;
    };
    let field = match parent.kind() {
        "attribute" => "attribute",
        "keyword_argument" => "name",
        _ => return false,
    };
    parent.child_by_field_name(field) == Some(node)
}

fn in_exports(module: &Module<'_>, node: Node<'_>) -> bool {
    let mut node = node;
    while let Some(parent) = node.parent() {
        if parent.kind() == "assignment" {
            return module.field(parent, "left") == "__all__";
        }
        node = parent;
    }
    false
}

/// The entry of `__all__`; all of it, where that was the only one.
fn export(name: &str, module: &Module<'_>) -> Found {
    match python_export::entry(name, module) {
        None => Found::Nothing,
        Some((statement, list, _)) if list.items.len() == 1 && !has_comment(module, &list) => {
            whole(module, &[statement])
        }
        Some((_, list, at)) => Found::Splices(vec![spot::item(module.text, &list, at)]),
    }
}

fn has_comment(module: &Module<'_>, list: &Sequence) -> bool {
    module.text[list.inner.clone()].contains('#')
}

fn member(class: &str, source: &str, module: &Module<'_>) -> Result<Found> {
    Ok(match python_member::found(class, source, module)? {
        None => Found::Nothing,
        Some((node, true)) => whole(module, &[node]),
        Some((node, false)) => edited(node),
    })
}

fn edited(node: Node<'_>) -> Found {
    Found::Unclear(node.start_byte(), "it was edited since".to_owned())
}

/// All definitions of `source`, if none was edited.
fn definitions(source: &str, module: &Module<'_>) -> Result<Found> {
    let text = format!("{}\n", source.trim_end());
    let wanted = Module::parse("", &text);
    let source = Source::read(&wanted)?;
    let mut splices: Vec<Splice> = Vec::new();
    for (name, meaning) in source.meanings() {
        let all = statements(module.root());
        let Some(node) = all
            .into_iter()
            .find(|node| bindings::defined(module, *node) == name)
        else {
            continue;
        };
        if python::meaning(module, node) != meaning {
            return Ok(edited(node));
        }
        match whole(module, &[node]) {
            Found::Splices(found) => splices.extend(found),
            other => return Ok(other),
        }
    }
    Ok(if splices.is_empty() {
        Found::Nothing
    } else {
        Found::Splices(apart(splices))
    })
}

/// Splices that do not meet: the gap between two neighbours goes once.
fn apart(mut splices: Vec<Splice>) -> Vec<Splice> {
    splices.sort_by_key(|splice| splice.range.start);
    let mut end = 0;
    for splice in &mut splices {
        splice.range.start = splice.range.start.max(end);
        splice.range.end = splice.range.end.max(splice.range.start);
        end = splice.range.end;
    }
    splices
}

/// The imports of a source of definitions, as operations.
pub(super) fn imports(source: &str, path: &str) -> Result<Vec<Operation>> {
    let wanted = Module::parse("", source);
    let lines = Source::read(&wanted)?.import_lines(path);
    let mut all = Vec::new();
    for (line, within) in lines {
        all.extend(super::singly(Operation::PythonImport { line, within })?);
    }
    Ok(all)
}

/// The entries in `__all__` of a source of definitions, as operations.
pub(super) fn exports(source: &str) -> Result<Vec<Operation>> {
    let wanted = Module::parse("", source);
    let source = Source::read(&wanted)?;
    let export = |name: &str| Operation::PythonExport {
        module: String::new(),
        name: name.to_owned(),
    };
    Ok(source.public().into_iter().map(export).collect())
}
