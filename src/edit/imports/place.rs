//! Where a new import statement goes among the import blocks of a file.
//!
//! Next to its siblings: the block and the group with the nearest module, in the order that the group has.

use std::cmp::Ordering;

use tree_sitter::Node;

use super::block::{self, Block, Group, Line};
use super::head;
use super::order;
use super::section::{Section, section};
use super::statement::Import;
use crate::edit::python::{Module, statements};
use crate::edit::text::{self, Splice};

/// A statement that is new in the file.
pub(in crate::edit) struct New<'a> {
    /// What it imports.
    pub(in crate::edit) import: &'a Import,
    /// How it is written.
    pub(in crate::edit) source: &'a str,
    /// The project's top-level packages.
    pub(in crate::edit) first_party: &'a [String],
}

/// The splice that puts `new` into the file as a statement of its own.
pub(in crate::edit) fn place(module: &Module<'_>, new: &New<'_>) -> Splice {
    let blocks = block::blocks(module);
    if let Some(path) = search_path(module).filter(|_| needs_path(&blocks, new)) {
        let later = blocks
            .iter()
            .filter(|block| block[0][0].node.start_byte() > path.end_byte());
        let later: Vec<Block<'_>> = later.cloned().collect();
        let behind = || Splice::insert(module.line_end(path), format!("\n\n{}", new.source));
        return among(module, &later, new).unwrap_or_else(behind);
    }
    among(module, &blocks, new).unwrap_or_else(|| head::first(module, new.source))
}

/// The last statement that says where modules are found.
fn search_path<'t>(module: &'t Module<'_>) -> Option<Node<'t>> {
    let all = statements(module.root());
    all.into_iter().rfind(|node| {
        node.kind() == "expression_statement" && module.source(*node).contains("sys.path")
    })
}

/// Whether the module may be one that is found only by that path: it is not of Python, and nothing of its
/// package is imported yet.
fn needs_path(blocks: &[Block<'_>], new: &New<'_>) -> bool {
    let lines = blocks.iter().flatten().flatten();
    let own = section(new.import, new.first_party) > Section::Stdlib;
    own && lines.map(|line| kinship(line, new.import)).max() == Some(0)
}

/// The splice that puts `new` into one of `blocks`, if there is any.
pub(in crate::edit) fn among(
    module: &Module<'_>,
    blocks: &[Block<'_>],
    new: &New<'_>,
) -> Option<Splice> {
    nearest_block(blocks, new).map(|block| place_in_block(module, block, new))
}

/// The block with the nearest module; else with the same section; else the first.
fn nearest_block<'a, 't>(blocks: &'a [Block<'t>], new: &New<'_>) -> Option<&'a Block<'t>> {
    let wanted = section(new.import, new.first_party);
    let rank = |block: &Block<'t>| {
        let lines = || block.iter().flatten();
        let kinship = lines().map(|line| kinship(line, new.import)).max();
        let same = lines().any(|line| line_section(line, new) == wanted);
        (kinship.unwrap_or(0), same)
    };
    // The first of equals, where `max_by_key` gives the last.
    blocks.iter().rev().max_by_key(|block| rank(block))
}

fn kinship(line: &Line<'_>, import: &Import) -> usize {
    let each = line
        .imports
        .iter()
        .map(|known| block::kinship(known, import));
    each.max().unwrap_or(0)
}

fn line_section(line: &Line<'_>, new: &New<'_>) -> Section {
    section(&line.imports[0], new.first_party)
}

fn place_in_block(module: &Module<'_>, block: &Block<'_>, new: &New<'_>) -> Splice {
    if let Some(group) = group_of(block, new) {
        return place_in_group(module, group, new);
    }
    let wanted = section(new.import, new.first_party);
    let later = block.iter().position(|group| {
        let sections = group.iter().map(|line| line_section(line, new));
        sections.min().is_some_and(|section| section > wanted)
    });
    match later {
        Some(0) => before_group(module, &block[0], new.source),
        Some(next) => after_group(module, &block[next - 1], new.source),
        None => after_group(module, &block[block.len() - 1], new.source),
    }
}

/// The group with the nearest sibling, else the last of the same section, else the only one if it is mixed.
fn group_of<'a, 't>(block: &'a Block<'t>, new: &New<'_>) -> Option<&'a Group<'t>> {
    let wanted = section(new.import, new.first_party);
    let kin = |group: &Group<'t>| {
        let near = group.iter().map(|line| kinship(line, new.import)).max();
        near.unwrap_or(0)
    };
    let nearest = block.iter().rev().max_by_key(|group| kin(group));
    nearest
        .filter(|group| kin(group) > 0)
        .or_else(|| {
            let same = |line: &Line<'_>| line_section(line, new) == wanted;
            block.iter().rfind(|group| group.iter().any(same))
        })
        .or_else(|| {
            let only = block.first().filter(|_| block.len() == 1)?;
            let first = line_section(&only[0], new);
            let mixed = only.iter().any(|line| line_section(line, new) != first);
            mixed.then_some(only)
        })
}

fn place_in_group(module: &Module<'_>, group: &Group<'_>, new: &New<'_>) -> Splice {
    let next = match order_of(group, new.first_party) {
        Some(compare) => group
            .iter()
            .position(|line| compare.of(&line.imports[0], new.import) == Ordering::Greater)
            .unwrap_or(group.len()),
        None => after_nearest(group, new.import),
    };
    match next {
        0 => before(module, &group[0], new.source),
        _ => after(module, &group[next - 1], new.source),
    }
}

/// In a group without an order: behind the last of the nearest siblings.
fn after_nearest(group: &Group<'_>, import: &Import) -> usize {
    let last = group
        .iter()
        .enumerate()
        .max_by_key(|(_, line)| kinship(line, import));
    match last {
        Some((at, line)) if kinship(line, import) > 0 => at + 1,
        _ => group.len(),
    }
}

/// An order that the imports of a group may have.
struct Compare<'a> {
    sections: Option<&'a [String]>,
    imports: fn(&Import, &Import) -> Ordering,
}

impl Compare<'_> {
    fn of(&self, left: &Import, right: &Import) -> Ordering {
        let by_section = self.sections.map_or(Ordering::Equal, |first_party| {
            section(left, first_party).cmp(&section(right, first_party))
        });
        by_section.then_with(|| (self.imports)(left, right))
    }
}

/// The order that `group` has, if any.
fn order_of<'a>(group: &Group<'_>, first_party: &'a [String]) -> Option<Compare<'a>> {
    let orders: [fn(&Import, &Import) -> Ordering; 2] = [order::imports, order::mixed];
    let sections = [Some(first_party), None];
    let mut candidates = sections
        .into_iter()
        .flat_map(|sections| orders.map(|imports| Compare { sections, imports }));
    candidates.find(|compare| {
        group.is_sorted_by(|left, right| {
            compare.of(&left.imports[0], &right.imports[0]) != Ordering::Greater
        })
    })
}

fn after(module: &Module<'_>, line: &Line<'_>, source: &str) -> Splice {
    Splice::insert(module.line_end(line.node), format!("\n{source}"))
}

fn after_group(module: &Module<'_>, group: &Group<'_>, source: &str) -> Splice {
    after(module, &group[group.len() - 1], &format!("\n{source}"))
}

/// Before the first line of a group, below its heading.
fn before(module: &Module<'_>, line: &Line<'_>, source: &str) -> Splice {
    let start = text::line_start(module.text, line.node.start_byte());
    Splice::insert(start, format!("{source}\n"))
}

/// A group of its own before the first one: above its heading, but below the head of the file.
fn before_group(module: &Module<'_>, group: &Group<'_>, source: &str) -> Splice {
    let heading = text::comments_above(module.text, group[0].node.start_byte());
    if heading == 0 {
        return before(module, &group[0], &format!("{source}\n"));
    }
    Splice::insert(heading, format!("{source}\n\n"))
}
