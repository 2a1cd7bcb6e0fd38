//! Import lines in any order → a sorted import block. This is the template filter `imports`.

use std::collections::BTreeMap;

use tree_sitter::Node;

use super::layout::{self, Comment};
use super::order;
use super::plain::plain;
use super::rules::ImportRules;
use super::section::{Section, section};
use super::statement::{self, From, Import, Name};
use crate::edit::Style;
use crate::edit::python::Module;
use crate::error::{Error, Result};

/// An import with the comments at the end of its lines.
struct Entry {
    import: Import,
    comments: Vec<Comment>,
}

impl Entry {
    fn bare(import: Import) -> Self {
        Self {
            import,
            comments: Vec::new(),
        }
    }
}

/// Sorts import lines as ruff's isort rules do: duplicates dropped, names of one module joined,
/// sections apart. A comment at the end of a line stays with its import.
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
/// A pattern error where a line is neither blank nor an import; a comment may not have a line of its own.
pub fn sort_imports(lines: &str, style: &Style) -> Result<String> {
    let mut sections: BTreeMap<Section, Vec<Entry>> = BTreeMap::new();
    for entry in merge(read(lines)?, &style.imports) {
        let section = section(&entry.import, &style.first_party);
        sections.entry(section).or_default().push(entry);
    }
    let blocks: Vec<String> = sections
        .into_values()
        .map(|entries| write(entries, style))
        .collect();
    let after = if blocks.is_empty() {
        0
    } else {
        style.imports.lines_after
    };
    Ok(blocks.join("\n") + &"\n".repeat(after))
}

/// The imports that `lines` hold, each line without regard to its indentation.
fn read(lines: &str) -> Result<Vec<Entry>> {
    match lines.lines().map(plain).collect::<Option<Vec<_>>>() {
        Some(imports) => Ok(imports.into_iter().flatten().map(Entry::bare).collect()),
        None => parse(lines),
    }
}

/// As [`read`], whatever form the statements have.
fn parse(lines: &str) -> Result<Vec<Entry>> {
    let flush: Vec<&str> = lines.lines().map(str::trim).collect();
    let source = flush.join("\n") + "\n";
    let module = Module::parse("", &source);
    let mut entries: Vec<Entry> = Vec::new();
    let mut row = None;
    for node in module.root().named_children(&mut module.root().walk()) {
        let same_row = row == Some(node.start_position().row);
        row = Some(node.end_position().row);
        if node.kind() == "comment" && same_row {
            if let Some(entry) = entries.last_mut() {
                entry.comments.push(Comment {
                    owner: only_name(&entry.import).cloned(),
                    text: module.source(node).to_owned(),
                });
            }
            continue;
        }
        if node.has_error() || !statement::is_import(node) {
            return Err(not_an_import(&module, node));
        }
        let mut comments = inner_comments(&module, node)?;
        for import in statement::read(&module, node) {
            let comments = std::mem::take(&mut comments);
            entries.push(Entry { import, comments });
        }
    }
    Ok(entries)
}

/// The name of an import that has just this one.
fn only_name(import: &Import) -> Option<&Name> {
    match import {
        Import::From(from) => from.names.first().filter(|_| from.names.len() == 1),
        Import::Module(_) => None,
    }
}

/// The comments between the brackets of the statement `node`.
fn inner_comments(module: &Module<'_>, node: Node<'_>) -> Result<Vec<Comment>> {
    let names = statement::name_nodes(node);
    let mut comments = Vec::new();
    let mut cursor = node.walk();
    let all = node.children(&mut cursor);
    for comment in all.filter(|child| child.kind() == "comment") {
        if module.begins_line(comment) {
            return Err(not_an_import(module, comment));
        }
        let row = comment.start_position().row;
        let owner = names.iter().rfind(|name| name.end_position().row == row);
        comments.push(Comment {
            owner: owner.map(|name| statement::read_name(module, *name)),
            text: module.source(comment).to_owned(),
        });
    }
    Ok(comments)
}

fn not_an_import(module: &Module<'_>, node: Node<'_>) -> Error {
    let line = module.source(node).lines().next().unwrap_or("");
    Error::pattern(format!("`{line}` is not an import line"))
        .hint("the filter `imports` takes `import x` and `from x import y` lines only")
}

/// One statement for the plain names of each module, one for each name that has an alias; unless the rules say else.
fn merge(entries: Vec<Entry>, rules: &ImportRules) -> Vec<Entry> {
    let mut merged: Vec<Entry> = Vec::new();
    for Entry { import, comments } in entries {
        let parts = match import {
            Import::From(from) => singly(&from).map(Import::From).collect(),
            Import::Module(_) => vec![import],
        };
        for (number, part) in parts.into_iter().enumerate() {
            // The first name keeps the comments.
            let comments = if number == 0 {
                comments.clone()
            } else {
                Vec::new()
            };
            add(&mut merged, (part, comments), rules);
        }
    }
    for entry in &mut merged {
        if let Import::From(from) = &mut entry.import {
            from.names.sort_by(order::names);
            if rules.by_length {
                from.names.sort_by_key(order::name_length);
            }
            from.split &= !rules.ignore_last_comma && !rules.single_line;
        }
    }
    merged
}

fn singly(from: &From) -> impl Iterator<Item = From> {
    from.names.iter().map(|name| From {
        names: vec![name.clone()],
        ..from.clone()
    })
}

/// Puts `import`, which has one name, into the statement that takes it.
fn add(merged: &mut Vec<Entry>, (import, comments): (Import, Vec<Comment>), rules: &ImportRules) {
    let place = merged
        .iter_mut()
        .find(|entry| takes(&entry.import, &import, rules));
    let Some(entry) = place else {
        merged.push(Entry { import, comments });
        return;
    };
    entry.comments.extend(comments);
    if let (Import::From(known), Import::From(new)) = (&mut entry.import, import) {
        known.split |= new.split;
        for name in new.names {
            if !known.names.contains(&name) {
                known.names.push(name);
            }
        }
    }
}

/// Whether `known` is the statement for `new`.
fn takes(known: &Import, new: &Import, rules: &ImportRules) -> bool {
    let (Import::From(known_from), Import::From(new_from)) = (known, new) else {
        return known == new;
    };
    let same = known_from.level == new_from.level && known_from.module == new_from.module;
    let alone = |name: &Name| {
        rules.single_line || name.name == "*" || (name.alias.is_some() && !rules.combine_as)
    };
    let (known_first, new_first) = (&known_from.names[0], &new_from.names[0]);
    if alone(new_first) {
        return same && known_first == new_first;
    }
    same && !alone(known_first)
}

fn write(mut entries: Vec<Entry>, style: &Style) -> String {
    let rules = &style.imports;
    let order = if rules.mixed {
        order::mixed
    } else {
        order::imports
    };
    entries.sort_by(|left, right| order(&left.import, &right.import));
    if rules.by_length {
        entries.sort_by_key(|entry| order::import_length(&entry.import, rules.mixed));
    }
    let mut written = String::new();
    let mut last = None;
    for Entry { import, comments } in &entries {
        let is_from = matches!(import, Import::From(_));
        if last.replace(is_from) == Some(false) && is_from && !rules.mixed {
            written.push_str(&"\n".repeat(rules.lines_between_types));
        }
        written.push_str(&layout::commented(import, comments, style.line_length));
        written.push('\n');
    }
    written
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn sorts(lines: &str, sorted: &str) {
        let style = crate::edit::check::style();
        let once = sort_imports(lines, &style).expect("import lines");
        assert_eq!(once, sorted, "\n{once}");
        assert_eq!(sort_imports(&once, &style).expect("import lines"), sorted);
    }

    #[test]
    fn sections_stand_in_their_order() {
        sorts(
            "from . import b\nfrom tests.x import y\nimport fastapi\n\n  from app.a import c\nimport os\nfrom __future__ import annotations\nfrom .. import a\n",
            "from __future__ import annotations\n\nimport os\n\nimport fastapi\n\nfrom app.a import c\nfrom tests.x import y\n\nfrom .. import a\nfrom . import b\n",
        );
        sorts("", "");
        sorts("\n \n", "");
    }

    #[test]
    fn names_of_a_module_are_joined() {
        sorts(
            "from x import b\nfrom x import a as c, a\nfrom x import b, B, A_B\nfrom x import *\nimport x\nimport x\nimport x as y\n",
            "import x\nimport x as y\nfrom x import *\nfrom x import A_B, B, a, b\nfrom x import a as c\n",
        );
    }

    #[test]
    fn the_order_is_that_of_isort() {
        sorts(
            "import b\nimport B\nfrom a import x10, x2, X, XY, Xy, _x, _X\nimport a10\nimport a2\nfrom ..b import c\nfrom .a import b\nfrom ...z import y\n",
            "import a2\nimport a10\nimport B\nimport b\nfrom a import _X, XY, X, Xy, _x, x2, x10\n\nfrom ...z import y\nfrom ..b import c\nfrom .a import b\n",
        );
    }

    #[test]
    fn long_statements_are_taken_apart() {
        let names = "aaaaaaaaaaaaaaaaaaaaaaaaaa, bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb, c_";
        sorts(
            &format!("from somewhere import {names}\n"),
            &format!("from somewhere import {names}\n"),
        );
        sorts(
            &format!("from somewhere import {names}, d\n"),
            "from somewhere import (\n    aaaaaaaaaaaaaaaaaaaaaaaaaa,\n    bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb,\n    c_,\n    d,\n)\n",
        );
        sorts(
            "from x import (a,\n  b,\n)\n",
            "from x import (\n    a,\n    b,\n)\n",
        );
        sorts("from x import (b, a)\n", "from x import a, b\n");
    }

    #[test]
    fn shorter_ones_first_where_the_project_wants_it() {
        let lines = "import abcdef\nimport xy\nfrom pqr import Long, B, aaa, zz\nfrom z import q\n";
        for (rules, expected) in [
            (
                &["length-sort"][..],
                "import xy\nimport abcdef\nfrom z import q\nfrom pqr import B, Long, zz, aaa\n",
            ),
            (
                &["length-sort", "force-sort-within-sections"],
                "from z import q\nimport xy\nfrom pqr import B, Long, zz, aaa\nimport abcdef\n",
            ),
        ] {
            let style = Style {
                imports: ImportRules::read(rules.iter().copied()),
                ..crate::edit::check::style()
            };
            let sorted = sort_imports(lines, &style).expect("import lines");
            assert_eq!(sorted, expected, "{rules:?}");
        }
    }

    #[test]
    fn rules_of_the_project() {
        let lines =
            "from x import b, a as c\nimport y\nfrom app.a import d\nfrom w import (\n    e,\n)\n";
        for (rules, expected) in [
            (
                &["force-single-line"][..],
                "import y\nfrom w import e\nfrom x import a as c\nfrom x import b\n\nfrom app.a import d\n",
            ),
            (
                &["force-sort-within-sections", "lines-between-types=1"],
                "from w import (\n    e,\n)\nfrom x import a as c\nfrom x import b\nimport y\n\nfrom app.a import d\n",
            ),
            (
                &["combine-as-imports", "split-on-trailing-comma=false"],
                "import y\nfrom w import e\nfrom x import a as c, b\n\nfrom app.a import d\n",
            ),
            (
                &["length-sort"],
                "import y\nfrom w import (\n    e,\n)\nfrom x import a as c\nfrom x import b\n\nfrom app.a import d\n",
            ),
            (
                &["lines-between-types=1", "lines-after-imports=2"],
                "import y\n\nfrom w import (\n    e,\n)\nfrom x import a as c\nfrom x import b\n\nfrom app.a import d\n\n\n",
            ),
        ] {
            let style = Style {
                imports: ImportRules::read(rules.iter().copied()),
                ..crate::edit::check::style()
            };
            let sorted = sort_imports(lines, &style).expect("import lines");
            assert_eq!(sorted, expected, "{rules:?}\n{sorted}");
            assert_eq!(sort_imports(&sorted, &style).expect("import lines"), sorted);
        }
        let rules = ImportRules::read(["lines-after-imports=2"]);
        let style = Style {
            imports: rules,
            ..Style::default()
        };
        assert_eq!(sort_imports("", &style).expect("no lines"), "");
    }

    #[test]
    fn comments_stay_with_their_imports() {
        sorts(
            "import b  # why\nimport a\nfrom x import y, z  # noqa: F401\n",
            "import a\nimport b  # why\nfrom x import y, z  # noqa: F401\n",
        );
        sorts(
            "from x import b  # noqa: F401\nfrom x import a\n",
            "from x import (\n    a,\n    b,  # noqa: F401\n)\n",
        );
    }

    /// What is read without a parser is what the parser reads.
    #[test]
    fn plain_lines_need_no_parser() {
        for (line, is_plain) in [
            ("", true),
            ("  ", true),
            ("import a", true),
            ("  import a.b as c", true),
            ("import a, b.c as d", true),
            ("from a import b", true),
            ("from ..a.b import c as d, e", true),
            ("from . import *", true),
            ("from __future__ import annotations", true),
            ("from a import b  # noqa", false),
            ("from a import (b)", false),
            ("from a import b,", false),
            ("import a; import b", false),
            ("import a b", false),
            ("import class", false),
            ("import a as b.c", false),
            ("import a.", false),
            ("import 1a", false),
            ("import é", false),
            ("import a as", false),
            ("from .a. import b", false),
            ("from a import b.c", false),
            ("from a import *, b", false),
            ("from import b", false),
            ("imports a", false),
            ("x = 1", false),
        ] {
            let imports = plain(line);
            assert_eq!(imports.is_some(), is_plain, "{line}");
            if let Some(imports) = imports {
                let parsed = parse(line).expect(line).into_iter();
                let parsed: Vec<Import> = parsed.map(|entry| entry.import).collect();
                assert_eq!(imports, parsed, "{line}");
            }
        }
    }

    #[test]
    fn other_lines_are_refused() {
        for lines in [
            "x = 1\n",
            "import a\nfrom b\n",
            "# alone\nimport a\n",
            "import a\nif x:\n    import b\n",
        ] {
            let error = sort_imports(lines, &Style::default()).expect_err("not import lines");
            assert!(
                error.message().ends_with("is not an import line"),
                "{error:?}"
            );
        }
    }
}
