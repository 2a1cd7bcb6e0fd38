//! What `python-define` is given: imports and definitions, taken apart.

use std::ops::Range;

use tree_sitter::Node;

use crate::edit::imports::bindings;
use crate::edit::imports::statement::{self, From, Import};
use crate::edit::python::{self, Module, is_string_statement, statements};
use crate::edit::python_import::TYPES;
use crate::edit::text;
use crate::error::{Error, Result};

/// The source of definitions.
pub(in crate::edit) struct Source<'m, 'a> {
    pub(super) module: &'m Module<'a>,
    imports: Vec<Import>,
    /// Those for type checkers alone.
    typing: Vec<Import>,
    definitions: Vec<Definition<'m>>,
    /// Statements that define nothing: `User.model_rebuild()`.
    others: Vec<Node<'m>>,
}

/// One name that is defined.
pub(super) struct Definition<'m> {
    pub(super) name: String,
    pub(super) node: Node<'m>,
    /// Its lines, comments above and behind it included.
    pub(super) range: Range<usize>,
}

impl<'m, 'a> Source<'m, 'a> {
    /// Takes `module` apart.
    pub(in crate::edit) fn read(module: &'m Module<'a>) -> Result<Self> {
        let mut source = Self {
            module,
            imports: Vec::new(),
            typing: Vec::new(),
            definitions: Vec::new(),
            others: Vec::new(),
        };
        for (number, node) in statements(module.root()).into_iter().enumerate() {
            source.take(node, number == 0);
        }
        if module.root().has_error() || source.definitions.is_empty() {
            let message = "the source of `python-define` defines nothing";
            return Err(Error::pattern(message)
                .hint("write imports and classes, functions or assignments of a module"));
        }
        Ok(source)
    }

    fn take(&mut self, node: Node<'m>, first: bool) {
        let name = bindings::defined(self.module, node);
        if statement::is_import(node) {
            self.imports.extend(statement::read(self.module, node));
        } else if let Some(imports) = for_types(self.module, node) {
            self.typing.extend(imports);
        } else if name == "__all__" || (first && is_string_statement(node)) {
            // The docstring and the exports are those of the file.
        } else if name.is_empty() {
            self.others.push(node);
        } else {
            self.definitions.push(Definition {
                name: name.to_owned(),
                node,
                range: lines(self.module, node),
            });
        }
    }

    pub(super) fn definitions(&self) -> &[Definition<'m>] {
        &self.definitions
    }

    /// The names that are defined, with what each definition says.
    pub(in crate::edit) fn meanings(&self) -> Vec<(&str, Vec<String>)> {
        let each = self.definitions.iter();
        each.map(|one| (one.name.as_str(), python::meaning(self.module, one.node)))
            .collect()
    }

    /// The import lines for a file at `path` and the scope they stand in: not of `from __future__`, which would
    /// mean another thing to all of the file, and not of the file itself.
    pub(in crate::edit) fn import_lines(&self, path: &str) -> Vec<(String, Option<String>)> {
        let wanted = |import: &&Import| match import {
            Import::From(from) => {
                from.module != "__future__" && !is_of(from, path) && !self.is_flag(from)
            }
            Import::Module(_) => true,
        };
        let scope = |imports: &[Import], within: Option<&str>| -> Vec<(String, Option<String>)> {
            let lines = imports.iter().filter(wanted).map(Import::to_string);
            lines
                .map(|line| (line, within.map(str::to_owned)))
                .collect()
        };
        let mut lines = scope(&self.imports, None);
        lines.extend(scope(&self.typing, Some(TYPES)));
        lines
    }

    /// Whether it is the import of the flag alone, which comes along with what it guards.
    fn is_flag(&self, from: &From) -> bool {
        let only = matches!(from.names.as_slice(), [name] if name.name == TYPES);
        only && !self.typing.is_empty()
    }

    /// The names that an `__all__` takes: classes and functions without an underscore.
    pub(in crate::edit) fn public(&self) -> Vec<&str> {
        let public = self.definitions.iter().filter(|definition| {
            !definition.name.starts_with('_') && python::is_definition(definition.node)
        });
        public.map(|definition| definition.name.as_str()).collect()
    }

    /// The lines of the statements that define nothing and that `module` does not have.
    pub(super) fn calls(&self, module: &Module<'_>) -> Vec<Range<usize>> {
        let said: Vec<Vec<String>> = statements(module.root())
            .into_iter()
            .map(|node| python::meaning(module, node))
            .collect();
        let new = self
            .others
            .iter()
            .filter(|node| !said.contains(&python::meaning(self.module, **node)));
        new.map(|node| lines(self.module, *node)).collect()
    }

    /// `parts` of the source in its order, the gaps between neighbours as they are in it.
    pub(super) fn joined(&self, mut parts: Vec<Range<usize>>) -> String {
        parts.sort_by_key(|part| part.start);
        let mut joined = String::new();
        let mut end = None;
        for part in parts {
            if let Some(end) = end {
                let between = &self.module.text[end..part.start];
                let gap = if between.trim().is_empty() {
                    between
                } else {
                    "\n\n\n"
                };
                joined.push_str(gap);
            }
            joined.push_str(&self.module.text[part.clone()]);
            end = Some(part.end);
        }
        joined
    }

    /// Whether the code uses `name`.
    pub(super) fn uses(&self, name: &str) -> bool {
        let nodes = self.definitions.iter().map(|definition| definition.node);
        nodes.chain(self.others.iter().copied()).any(|node| {
            let names = python::find(node, "identifier");
            names.iter().any(|node| self.module.source(*node) == name)
        })
    }
}

/// The imports of an `if TYPE_CHECKING:` that holds nothing else.
fn for_types(module: &Module<'_>, node: Node<'_>) -> Option<Vec<Import>> {
    let guards = node.kind() == "if_statement" && bindings::is_for_types(module, node);
    let body = node
        .child_by_field_name("consequence")
        .filter(|_| guards && node.child_by_field_name("alternative").is_none())?;
    let all = statements(body);
    all.iter().all(|node| statement::is_import(*node)).then(|| {
        let each = all.iter().map(|node| statement::read(module, *node));
        each.flatten().collect()
    })
}

fn lines(module: &Module<'_>, node: Node<'_>) -> Range<usize> {
    text::comments_above(module.text, node.start_byte())..module.line_end(node)
}

/// Whether `from` names the module that the file at `path` is.
fn is_of(from: &From, path: &str) -> bool {
    let bare = path.strip_suffix(".py").unwrap_or(path);
    let bare = bare.strip_suffix("/__init__").unwrap_or(bare);
    let dotted = bare.replace('/', ".");
    if from.level == 0 {
        return dotted == from.module || dotted.ends_with(&format!(".{}", from.module));
    }
    let mut above = path.rsplit('/').skip(from.level).collect::<Vec<_>>();
    above.reverse();
    let parts = from.module.split('.').filter(|part| !part.is_empty());
    above.into_iter().chain(parts).collect::<Vec<_>>().join(".") == dotted
}
