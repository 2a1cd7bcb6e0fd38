//! One more name in a `from` statement that a file has already.

use std::cmp::Ordering;

use tree_sitter::Node;

use super::block::{Block, Line};
use super::statement::{self, From, Import, Name};
use super::{layout, natural, order};
use crate::edit::python::Module;
use crate::edit::sequence::{self, Sequence};
use crate::edit::text::{self, Splice};

/// The splices that put the one name of `import` into a statement of the same module, if there is a fit one.
pub(in crate::edit) fn join(
    import: &Import,
    module: &Module<'_>,
    blocks: &[Block<'_>],
    width: usize,
) -> Option<Vec<Splice>> {
    let Import::From(wanted) = import else {
        return None;
    };
    let name = wanted.names.first().filter(|name| name.name != "*")?;
    let same: Vec<(&Line<'_>, &From)> = blocks
        .iter()
        .flatten()
        .flatten()
        .filter_map(|line| same_module(line, wanted).map(|from| (line, from)))
        .collect();
    let single = |(_, from): &&(&Line<'_>, &From)| is_plain_single(from);
    if same.iter().filter(single).count() > 1 {
        return None;
    }
    let (line, from) = same.iter().find(|(_, from)| takes(from, name))?;
    let splices = with_name(module, line.node, (from, name), width);
    Some(match overtaken(&same, line, &joined(from, name)) {
        Some(other) => moved(module, line.node, other.node, splices),
        None => splices,
    })
}

/// `from` with `name` among its names.
fn joined(from: &From, name: &Name) -> Import {
    let mut joined = from.clone();
    let at = position(&from.names, name);
    joined.names.insert(at, name.clone());
    Import::From(joined)
}

/// The statement of the same module that stands above `line` and now belongs below it.
fn overtaken<'a, 't>(
    same: &[(&'a Line<'t>, &From)],
    line: &Line<'t>,
    joined: &Import,
) -> Option<&'a Line<'t>> {
    same.iter()
        .map(|(other, _)| *other)
        .take_while(|other| other.node != line.node)
        .find(|other| order::imports(&other.imports[0], joined) == Ordering::Greater)
}

/// The statement `node` with its `splices`, moved before `other`: a new first name can ask for that.
fn moved(
    module: &Module<'_>,
    node: Node<'_>,
    other: Node<'_>,
    splices: Vec<Splice>,
) -> Vec<Splice> {
    let start = text::line_start(module.text, node.start_byte());
    let end = module.line_end(node) + 1;
    if end > module.text.len() {
        return splices;
    }
    let after = text::splice(module.text, &splices);
    let grown = end + after.len() - module.text.len();
    let place = text::line_start(module.text, other.start_byte());
    vec![
        Splice::insert(place, &after[start..grown]),
        Splice::replace(start..end, ""),
    ]
}

fn same_module<'a>(line: &'a Line<'_>, wanted: &From) -> Option<&'a From> {
    match line.imports.first() {
        Some(Import::From(from)) if !from.is_star() => {
            (from.level == wanted.level && from.module == wanted.module).then_some(from)
        }
        _ => None,
    }
}

/// Two of these for one module mean that the project wants each name on a line of its own.
fn is_plain_single(from: &From) -> bool {
    from.names.len() == 1 && from.names[0].alias.is_none()
}

/// Whether `name` may stand in the statement `from`: names with an alias only join their like.
fn takes(from: &From, name: &Name) -> bool {
    let has_alias = from.names.iter().any(|name| name.alias.is_some());
    let combined = from.names.len() > 1 && has_alias;
    combined || (!has_alias && name.alias.is_none())
}

fn with_name(
    module: &Module<'_>,
    node: Node<'_>,
    (from, name): (&From, &Name),
    width: usize,
) -> Vec<Splice> {
    let at = position(&from.names, name);
    let items: Vec<_> = statement::name_nodes(node)
        .into_iter()
        .map(|name| name.byte_range())
        .collect();
    let open = node
        .children(&mut node.walk())
        .find(|child| child.kind() == "(");
    let close = node
        .children(&mut node.walk())
        .find(|child| child.kind() == ")");
    if let (Some(open), Some(close)) = (open, close) {
        let inner = open.end_byte()..close.start_byte();
        let sequence = Sequence { inner, items };
        return sequence::insert(module.text, &sequence, (at, &name.to_string()), width);
    }
    let inner = items[0].start..items[items.len() - 1].end;
    vec![bare(
        module,
        Sequence { inner, items },
        (at, name, from),
        width,
    )]
}

/// Names without brackets: on one line, else in brackets.
fn bare(
    module: &Module<'_>,
    sequence: Sequence,
    (at, name, from): (usize, &Name, &From),
    width: usize,
) -> Splice {
    let start = sequence.inner.start;
    let line = text::line_start(module.text, start);
    let indent = text::indentation(module.text, start);
    let mut names = from.names.clone();
    names.insert(at, name.clone());
    let written: Vec<String> = names.iter().map(Name::to_string).collect();
    let row = written.join(", ");
    let behind = &module.text[sequence.inner.end..text::line_end(module.text, sequence.inner.end)];
    let whole = format!("{}{row}{behind}", &module.text[line..start]);
    if text::width(&whole) > width {
        let column = layout::column(&names, indent);
        return Splice::replace(sequence.inner, format!("({column})"));
    }
    let mut whole = sequence::insert(module.text, &sequence, (at, &name.to_string()), usize::MAX);
    whole.swap_remove(0)
}

/// Where `name` belongs among `names`: in their order, else at the end.
fn position(names: &[Name], name: &Name) -> usize {
    let alphabetical = |left: &Name, right: &Name| {
        natural::compare(&left.name.to_lowercase(), &right.name.to_lowercase())
    };
    let orders: [fn(&Name, &Name) -> Ordering; 2] = [order::names, alphabetical];
    let order = orders
        .into_iter()
        .find(|order| names.is_sorted_by(|left, right| order(left, right) != Ordering::Greater));
    let before = |order: fn(&Name, &Name) -> Ordering| {
        names
            .iter()
            .position(|known| order(known, name) == Ordering::Greater)
    };
    order.and_then(before).unwrap_or(names.len())
}
