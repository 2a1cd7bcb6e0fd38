//! `python-import`: a name imported, in the form and the place that its siblings have.
//!
//! Joins a statement of the same module, else adds one. A name that already stands for something else is
//! left to a person.

mod scoped;
#[cfg(test)]
mod tests;

use std::collections::BTreeSet;

use super::imports::bindings::{self, Binding};
use super::imports::block::{self, Block};
use super::imports::place::{self, New};
use super::imports::plain::plain;
use super::imports::statement::{self, From, Import};
use super::imports::{join, layout, relative};
use super::python::{self, Module};
use super::verdict::Verdict;
use super::{Style, text};
use crate::error::{Error, Result};
pub(super) use scoped::TYPES;

/// The verdict on importing what `line` says, which names one thing, in the file or in the scope `within` it.
pub(super) fn edit(
    line: &str,
    within: Option<&str>,
    module: &Module<'_>,
    style: &Style,
) -> Result<Verdict> {
    let wanted = one(line)?;
    Ok(match within {
        Some(within) => scoped::add(&wanted, within, module, style),
        None => add(&wanted, module, style),
    })
}

/// The import of `line`, which names one thing.
pub(super) fn one(line: &str) -> Result<Import> {
    Ok(parse(line)?.swap_remove(0))
}

/// The lines that import what `line` imports, one name each.
pub(super) fn singly(line: &str) -> Result<Vec<String>> {
    let wanted = parse(line)?;
    Ok(wanted.iter().map(Import::to_string).collect())
}

/// The imports of `line`, one name each; at least one.
fn parse(line: &str) -> Result<Vec<Import>> {
    let read = plain(line).unwrap_or_else(|| parsed(line));
    let imports: Vec<Import> = read.into_iter().flat_map(one_name_each).collect();
    if imports.is_empty() {
        return Err(
            Error::pattern(format!("`{}` is not an import line", line.trim()))
                .hint("write `from app.api.users import router` or `import uuid`"),
        );
    }
    Ok(imports)
}

/// The imports of `line` in whatever form; none where it is not just one import statement.
fn parsed(line: &str) -> Vec<Import> {
    let source = format!("{}\n", line.trim());
    let module = Module::parse("", &source);
    let statements = python::statements(module.root());
    let sound = !module.root().has_error() && statements.len() == 1;
    let found = statements
        .first()
        .filter(|node| sound && statement::is_import(**node));
    found.map_or_else(Vec::new, |node| statement::read(&module, *node))
}

fn one_name_each(import: Import) -> Vec<Import> {
    let Import::From(from) = import else {
        return vec![import];
    };
    let names = from.names.clone();
    let each = names.into_iter().map(|name| {
        Import::From(From {
            names: vec![name],
            split: false,
            ..from.clone()
        })
    });
    each.collect()
}

/// The verdict on one name.
pub(super) fn add(wanted: &Import, module: &Module<'_>, style: &Style) -> Verdict {
    if let Some(settled) = settled(wanted, module, style) {
        return settled;
    }
    let blocks = block::blocks(module);
    let import = relative::in_form_of_siblings(wanted, module.path, &blocks, &style.first_party);
    if let Some(line) = broken(module, &blocks) {
        let why = "the imports have a syntax error";
        return Verdict::manual(line, why, import.to_string());
    }
    if let Some(splices) = join::join(&import, module, &blocks, style.line_length) {
        return Verdict::Edit(splices);
    }
    let mut source = layout::statement(&import, style.line_length);
    if let Some(pragma) = pragma(module, &blocks, &import).filter(|_| !source.contains('\n')) {
        source = format!("{source}  {pragma}");
    }
    let new = New {
        import: &import,
        source: &source,
        first_party: &style.first_party,
    };
    Verdict::Edit(vec![place::place(module, &new)])
}

/// The comment for a linter that all of the nearest siblings have where their names are only passed on,
/// `# noqa: F401`, or where they all stand behind other statements, `# noqa: E402`.
fn pragma<'a>(module: &Module<'a>, blocks: &[Block<'_>], import: &Import) -> Option<&'a str> {
    let lines = || blocks.iter().flatten().flatten();
    let kin = |line: &block::Line<'_>| block::kinship(&line.imports[0], import);
    let nearest = lines().map(kin).max().filter(|kin| *kin > 0)?;
    let siblings = || lines().filter(|line| kin(line) == nearest);
    let mut comments =
        siblings().map(|line| module.text[line.node.end_byte()..module.line_end(line.node)].trim());
    let first = comments
        .next()
        .filter(|first| first.starts_with("# noqa"))?;
    let count = siblings().count();
    let alike = comments.all(|other| other == first);
    let is_of_place = count > 1 && matches!(first, "# noqa" | "# noqa: E402");
    let used = used(module);
    let idle = siblings()
        .flat_map(|line| &line.imports)
        .flat_map(|import| bindings::of(import, module.path, 0))
        .all(|binding| !used.contains(binding.local.as_str()));
    (alike && (idle || is_of_place)).then_some(first)
}

/// The names that the file uses outside of imports.
fn used<'a>(module: &Module<'a>) -> BTreeSet<&'a str> {
    let mut names = BTreeSet::new();
    python::visit(module.root(), &mut |node| {
        if node.kind() == "identifier" {
            names.insert(module.source(node));
        }
        !statement::is_import(node)
    });
    names
}

/// Where the file, or the scope `within` it, binds what `line` imports; it names one thing.
pub(super) fn bound(
    line: &str,
    within: Option<&str>,
    module: &Module<'_>,
    style: &Style,
) -> Result<Option<Binding>> {
    let wanted = one(line)?;
    let Some(binding) = bindings::of(&wanted, module.path, 0).pop() else {
        return Ok(None);
    };
    if let Some(within) = within {
        let verdict = scoped::add(&wanted, within, module, style);
        return Ok(match verdict {
            Verdict::Present(at) => Some(Binding { at, ..binding }),
            _ => None,
        });
    }
    let mut known = bindings::bindings(module).into_iter();
    Ok(known.find(|known| is_same(known, &binding, style)))
}

/// The verdict where the name is bound already: to the same thing or to another.
fn settled(wanted: &Import, module: &Module<'_>, style: &Style) -> Option<Verdict> {
    let Some(binding) = bindings::of(wanted, module.path, 0).pop() else {
        return star(wanted, module);
    };
    let known = bindings::bindings(module);
    if let Some(same) = known.iter().find(|known| is_same(known, &binding, style)) {
        return Some(Verdict::Present(same.at));
    }
    let (at, why) = clash(&known, &binding, module)?;
    let line = text::line_number(module.text, at);
    Some(Verdict::manual(line, why, wanted.to_string()))
}

/// Where the name stands for something else, and for what.
fn clash(known: &[Binding], wanted: &Binding, module: &Module<'_>) -> Option<(usize, String)> {
    let local = &wanted.local;
    let other = known
        .iter()
        .find(|known| known.local == *local && known.target != wanted.target);
    if let Some(other) = other {
        let why = format!("`{local}` already stands for `{}`", other.target.path);
        return Some((other.at, why));
    }
    let at = bindings::definition(module, local)?;
    Some((at, format!("`{local}` is already defined here")))
}

/// `from … import *` binds names that cannot be seen: it is there when it is there word for word.
fn star(wanted: &Import, module: &Module<'_>) -> Option<Verdict> {
    let blocks = block::blocks(module);
    let mut lines = blocks.iter().flatten().flatten();
    let same = lines.find(|line| line.imports.contains(wanted))?;
    Some(Verdict::Present(same.node.start_byte()))
}

fn is_same(known: &Binding, wanted: &Binding, style: &Style) -> bool {
    let loaded = match (&known.loads, &wanted.loads) {
        (Some(known), Some(wanted)) => known == wanted || known.starts_with(&format!("{wanted}.")),
        (_, None) => true,
        (None, Some(wanted)) => !wanted.contains('.'),
    };
    loaded && known.local == wanted.local && known.target.is(&wanted.target, &style.first_party)
}

/// The line of the first syntax error that touches the place where imports stand.
fn broken(module: &Module<'_>, blocks: &[Block<'_>]) -> Option<usize> {
    let last = blocks.iter().flatten().flatten().last();
    let end = last.map_or(1, |line| module.line(line.node) + 1);
    module.first_error().filter(|line| *line <= end)
}
