//! The import blocks of a file: runs of import statements at its top level, in groups set apart by blank lines.

use tree_sitter::Node;

use super::section::root;
use super::statement::{self, Import};
use crate::edit::python::{Module, statements};

/// One import statement in its place.
#[derive(Clone, Debug)]
pub(in crate::edit) struct Line<'t> {
    pub(in crate::edit) node: Node<'t>,
    /// What it imports; not empty.
    pub(in crate::edit) imports: Vec<Import>,
}

/// Import statements without a blank line between them.
pub(in crate::edit) type Group<'t> = Vec<Line<'t>>;

/// Import statements without another statement between them.
pub(in crate::edit) type Block<'t> = Vec<Group<'t>>;

/// The import blocks at the top level of `module`, in order.
pub(in crate::edit) fn blocks<'t>(module: &'t Module<'_>) -> Vec<Block<'t>> {
    blocks_of(module, module.root())
}

/// The import blocks among the statements of `body`, in order.
pub(in crate::edit) fn blocks_of<'t>(module: &Module<'_>, body: Node<'t>) -> Vec<Block<'t>> {
    let mut blocks: Vec<Block<'t>> = Vec::new();
    let mut open = false;
    for node in statements(body) {
        let imports = if statement::is_import(node) {
            statement::read(module, node)
        } else {
            Vec::new()
        };
        if imports.is_empty() {
            open = false;
            continue;
        }
        if !open {
            blocks.push(Vec::new());
        }
        open = true;
        if let Some(block) = blocks.last_mut() {
            add(module, block, Line { node, imports });
        }
    }
    blocks
}

fn add<'t>(module: &Module<'_>, block: &mut Block<'t>, line: Line<'t>) {
    let previous = block.last().and_then(|group| group.last());
    let apart = previous.is_none_or(|previous| {
        has_blank_line(&module.text[previous.node.end_byte()..line.node.start_byte()])
    });
    match block.last_mut() {
        Some(group) if !apart => group.push(line),
        _ => block.push(vec![line]),
    }
}

/// Whether a whole line of the text between two statements is blank.
fn has_blank_line(between: &str) -> bool {
    let lines: Vec<&str> = between.split('\n').collect();
    let inner = lines.get(1..lines.len().saturating_sub(1)).unwrap_or(&[]);
    inner.iter().any(|line| line.trim().is_empty())
}

/// How near two imports are: how many leading parts their modules share, relative imports counting as one package; of
/// equals, the one that takes the same name out of its module.
pub(in crate::edit) fn kinship(left: &Import, right: &Import) -> usize {
    let (left_module, left_level) = origin(left);
    let (right_module, right_level) = origin(right);
    if (left_level == 0) != (right_level == 0) {
        return 0;
    }
    let shared = left_module
        .split('.')
        .zip(right_module.split('.'))
        .take_while(|(left, right)| left == right && !left.is_empty())
        .count();
    let shared = if left_level == 0 {
        shared
    } else {
        shared + 1 + usize::from(left_level == right_level)
    };
    shared * 2 + usize::from(shared > 0 && take_alike(left, right))
}

/// Whether both take a name of another module that is called the same.
fn take_alike(left: &Import, right: &Import) -> bool {
    let (Import::From(left), Import::From(right)) = (left, right) else {
        return false;
    };
    let mut names = left.names.iter();
    left.module != right.module && names.any(|one| right.names.iter().any(|it| it.name == one.name))
}

fn origin(import: &Import) -> (&str, usize) {
    match import {
        Import::Module(name) => (&name.name, 0),
        Import::From(from) => (&from.module, from.level),
    }
}

/// Whether `import` comes from the package `package`, absolutely.
pub(in crate::edit) fn is_from(import: &Import, package: &str) -> bool {
    let (module, level) = origin(import);
    level == 0 && root(module) == package
}
