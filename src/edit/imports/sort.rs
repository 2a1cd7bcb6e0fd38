//! Import lines in any order → a sorted import block. This is the template filter `imports`.

use std::collections::BTreeMap;

use super::layout;
use super::order;
use super::section::{Section, section};
use super::statement::{self, From, Import};
use crate::edit::Style;
use crate::edit::python::Module;
use crate::error::{Error, Result};

/// Sorts import lines as ruff's isort rules do: duplicates dropped, names of one module joined,
/// sections apart.
///
/// ```
/// # use patgen::edit::{Style, sort_imports};
/// let style = Style { first_party: vec!["app".to_owned()], ..Style::default() };
/// let lines = "from app.b import b\nimport sys\nfrom app.b import a\nimport os\nimport sys\n";
/// let sorted = sort_imports(lines, &style)?;
/// assert_eq!(sorted, "import os\nimport sys\n\nfrom app.b import a, b\n");
/// # Ok::<(), patgen::error::Error>(())
/// ```
///
/// # Errors
///
/// A pattern error where a line is neither blank nor an import; comments have no place here.
pub fn sort_imports(lines: &str, style: &Style) -> Result<String> {
    let mut sections: BTreeMap<Section, Vec<Import>> = BTreeMap::new();
    for import in merge(read(lines)?) {
        let section = section(&import, &style.first_party);
        sections.entry(section).or_default().push(import);
    }
    let blocks: Vec<String> = sections
        .into_values()
        .map(|imports| write(imports, style.line_length))
        .collect();
    Ok(blocks.join("\n"))
}

/// The imports that `lines` hold, each line without regard to its indentation.
fn read(lines: &str) -> Result<Vec<Import>> {
    let flush: String = lines
        .lines()
        .map(|line| format!("{}\n", line.trim()))
        .collect();
    let module = Module::parse("", &flush);
    let mut imports = Vec::new();
    for node in module.root().named_children(&mut module.root().walk()) {
        if node.has_error() || !statement::is_import(node) {
            return Err(not_an_import(&module, node));
        }
        imports.extend(statement::read(&module, node));
    }
    Ok(imports)
}

fn not_an_import(module: &Module<'_>, node: tree_sitter::Node<'_>) -> Error {
    let line = module.source(node).lines().next().unwrap_or("");
    Error::pattern(format!("`{line}` is not an import line"))
        .hint("the filter `imports` takes `import x` and `from x import y` lines only")
}

/// One statement for the plain names of each module, one for each name that has an alias.
fn merge(imports: Vec<Import>) -> Vec<Import> {
    let mut merged: Vec<Import> = Vec::new();
    for import in imports {
        match import {
            Import::From(from) => merge_names(&mut merged, from),
            Import::Module(_) if merged.contains(&import) => {}
            Import::Module(_) => merged.push(import),
        }
    }
    for import in &mut merged {
        if let Import::From(from) = import {
            from.names.sort_by(order::names);
        }
    }
    merged
}

fn merge_names(merged: &mut Vec<Import>, from: From) {
    let From {
        level,
        module,
        names,
        split,
    } = from;
    for name in names {
        let alone = |name: &statement::Name| name.alias.is_some() || name.name == "*";
        let place = merged.iter_mut().find_map(|import| match import {
            Import::From(known) if known.level == level && known.module == module => {
                let first = known.names.first()?;
                let same = if alone(&name) {
                    *first == name
                } else {
                    !alone(first)
                };
                same.then_some(known)
            }
            _ => None,
        });
        match place {
            Some(known) => {
                known.split |= split;
                if !known.names.contains(&name) {
                    known.names.push(name);
                }
            }
            None => merged.push(Import::From(From {
                level,
                module: module.clone(),
                names: vec![name],
                split,
            })),
        }
    }
}

fn write(mut imports: Vec<Import>, width: usize) -> String {
    imports.sort_by(order::imports);
    imports
        .iter()
        .map(|import| format!("{}\n", layout::statement(import, "", width)))
        .collect()
}
