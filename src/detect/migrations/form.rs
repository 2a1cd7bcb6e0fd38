//! The form of a new revision file: the repository's `script.py.mako`, else the newest sibling, else Alembic's own.
//!
//! What comes out is always a template that `mako` renders, so that nothing later has to know where it came from.

use tree_sitter::{Node, Parser};

use super::{files, imports, installed};
use crate::facts::Evidence;
use crate::mako::{self, Value, Variables};
use crate::tree::Tree;

/// What `alembic init` writes.
const ALEMBIC: &str = r#""""${message}

Revision ID: ${up_revision}
Revises: ${down_revision | comma,n}
Create Date: ${create_date}

"""
from typing import Sequence, Union

from alembic import op
import sqlalchemy as sa
${imports if imports else ""}

# revision identifiers, used by Alembic.
revision: str = ${repr(up_revision)}
down_revision: Union[str, Sequence[str], None] = ${repr(down_revision)}
branch_labels: Union[str, Sequence[str], None] = ${repr(branch_labels)}
depends_on: Union[str, Sequence[str], None] = ${repr(depends_on)}


def upgrade() -> None:
    """Upgrade schema."""
    ${upgrades if upgrades else "pass"}


def downgrade() -> None:
    """Downgrade schema."""
    ${downgrades if downgrades else "pass"}
"#;

/// A form with its source.
#[derive(Debug)]
pub(super) struct Form {
    /// A template that `mako` renders.
    pub template: String,
    /// Where it came from.
    pub evidence: Evidence,
    /// The repository's template, where it has one.
    pub mako: Option<String>,
    /// Why the repository's own template is not it.
    pub note: Option<String>,
}

/// The form of the tree in `directory`, whose siblings have these texts and paths, the newest first.
pub(super) fn form(
    tree: &dyn Tree,
    directory: &str,
    siblings: &[(&str, &str)],
    dependencies: Option<&[String]>,
) -> Form {
    let path = files::joined(directory, "script.py.mako").unwrap_or_default();
    let own = files::text(tree, &path)
        .map(|text| text.trim_start_matches('\u{feff}').replace("\r\n", "\n"));
    let unknown = match &own {
        Some(text) => match renders(text) {
            Ok(()) => {
                let evidence = Evidence::line(&path, 1);
                let (text, lacking) = dependencies.map_or_else(
                    || (text.clone(), Vec::new()),
                    |known| installed::without_what_lacks(text, siblings, known, tree),
                );
                let note = (!lacking.is_empty()).then(|| {
                    format!("`{path}` imports `{}`, which neither a revision nor the project's dependencies know: the revision does without", lacking.join("`, `"))
                });
                return Form {
                    template: imports::as_siblings_have_them(&text, siblings),
                    evidence,
                    mako: Some(path),
                    note,
                };
            }
            Err(what) => Some(what),
        },
        None => None,
    };
    let (template, evidence, instead) = match siblings
        .first()
        .and_then(|(text, path)| Some((of_sibling(text)?, path)))
    {
        Some((template, sibling)) => (
            template,
            Evidence::line(sibling, 1),
            format!("the form of `{sibling}`"),
        ),
        None => (
            ALEMBIC.to_owned(),
            Evidence::place("Alembic's own"),
            "Alembic's own form".to_owned(),
        ),
    };
    let note = unknown.map(|what| format!("`{path}` has {what}, which is more than patgen reads: the revision has {instead} instead"));
    Form {
        template,
        evidence,
        mako: own.map(|_| path),
        note,
    }
}

/// Whether the template renders: with something in every variable, and with nothing.
fn renders(template: &str) -> Result<(), String> {
    let text = |text: &str| Value::text(text);
    for word in ["", "x"] {
        let below = match word {
            "" => Value::None,
            _ => Value::Tuple(vec!["a".to_owned(), "b".to_owned()]),
        };
        let rendered = mako::render(
            template,
            &variables(text("m"), text("a"), below, [word, word, word]),
        )?;
        if !rendered.contains("def upgrade(") {
            return Err("no function `upgrade`".to_owned());
        }
    }
    if ["${upgrades", "${downgrades"]
        .iter()
        .all(|slot| template.contains(slot))
    {
        return Ok(());
    }
    Err("no place for the steps".to_owned())
}

fn variables(message: Value, id: Value, below: Value, [imports, up, down]: [&str; 3]) -> Variables {
    Variables::from([
        ("message", message),
        ("up_revision", id),
        ("down_revision", below),
        ("branch_labels", Value::None),
        ("depends_on", Value::None),
        ("create_date", Value::text("2026-11-21 00:00:00")),
        ("imports", Value::text(imports)),
        ("upgrades", Value::text(up)),
        ("downgrades", Value::text(down)),
    ])
}

/// A template in the form of a revision file: its docstring, comments, imports, identifiers, the heads of its functions.
fn of_sibling(text: &str) -> Option<String> {
    let text = text.trim_start_matches('\u{feff}').replace("\r\n", "\n");
    let mut parser = Parser::new();
    parser
        .set_language(&tree_sitter_python::LANGUAGE.into())
        .ok()?;
    let tree = parser.parse(&text, None)?;
    let mut cursor = tree.root_node().walk();
    let mut out = String::new();
    let (mut end, mut imports_done, mut functions) = (0, false, 0);
    for node in tree.root_node().children(&mut cursor) {
        let Some(piece) = piece(node, &text) else {
            continue;
        };
        let is_import = node.kind().starts_with("import");
        if !is_import && !imports_done && out.contains("import ") {
            out += "\n${imports if imports else \"\"}";
            imports_done = true;
        }
        functions += usize::from(node.kind() == "function_definition");
        out += &gap(&text[end..node.start_byte()]);
        out += &piece;
        end = node.end_byte();
    }
    (functions == 2).then(|| out + "\n")
}

/// The line breaks between two pieces, as far as there is nothing else between them.
fn gap(between: &str) -> String {
    let kept: String = between.chars().filter(|c| *c == '\n').collect();
    kept.chars().take(3).collect()
}

/// What a statement becomes in the template; nothing where it belongs to that revision alone.
fn piece(node: Node, text: &str) -> Option<String> {
    let source = &text[node.byte_range()];
    match node.kind() {
        "comment" => Some(source.to_owned()).filter(|comment| !comment.starts_with("##")),
        "import_statement" | "import_from_statement" | "future_import_statement" => {
            is_common(source).then(|| source.to_owned())
        }
        "function_definition" => function(node, text),
        "expression_statement" => match node.named_child(0)? {
            string if string.kind() == "string" => docstring(source),
            assignment if assignment.kind() == "assignment" => identifier(assignment, text),
            _ => None,
        },
        _ => None,
    }
}

/// Imports that every revision has use for.
fn is_common(source: &str) -> bool {
    let module = source.split_whitespace().nth(1).unwrap_or_default();
    let top = module.split('.').next().unwrap_or_default();
    [
        "alembic",
        "sqlalchemy",
        "sqlmodel",
        "typing",
        "collections",
        "__future__",
    ]
    .contains(&top)
        && !source.contains("dialects")
}

fn docstring(source: &str) -> Option<String> {
    let quote = source
        .get(..3)
        .filter(|quote| ["\"\"\"", "'''"].contains(quote))?;
    let inner = source.strip_prefix(quote)?.strip_suffix(quote)?;
    let mut out = format!("{quote}${{message}}\n");
    let mut blank = false;
    for line in inner.lines().skip(1) {
        let place = [
            ("Revision ID:", "${up_revision}"),
            ("Revises:", "${down_revision | comma,n}"),
            ("Create Date:", "${create_date}"),
        ];
        if let Some((label, slot)) = place.iter().find(|(label, _)| line.starts_with(label)) {
            if blank && *label == "Revision ID:" {
                out += "\n";
            }
            out += &format!("{label} {slot}\n");
        }
        blank = line.trim().is_empty();
    }
    if blank && inner.ends_with("\n\n") {
        out += "\n";
    }
    Some(out + quote)
}

fn identifier(assignment: Node, text: &str) -> Option<String> {
    let name = &text[assignment.child_by_field_name("left")?.byte_range()];
    let variable = match name {
        "revision" => "up_revision",
        "down_revision" | "branch_labels" | "depends_on" => name,
        _ => return None,
    };
    let right = assignment.child_by_field_name("right")?;
    let head = &text[assignment.start_byte()..right.start_byte()];
    let quotes = if text.contains("revision = \"") || text.contains("revision: str = \"") {
        ".replace(\"'\", '\"')"
    } else {
        ""
    };
    Some(format!("{head}${{repr({variable}){quotes}}}"))
}

/// The head of `upgrade` or `downgrade`, and a place for its steps.
fn function(node: Node, text: &str) -> Option<String> {
    let name = &text[node.child_by_field_name("name")?.byte_range()];
    let slot = match name {
        "upgrade" => "upgrades",
        "downgrade" => "downgrades",
        _ => return None,
    };
    let parameters = &text[node.child_by_field_name("parameters")?.byte_range()];
    (parameters == "()").then_some(())?;
    let body = node.child_by_field_name("body")?;
    let head = text[node.start_byte()..body.start_byte()].lines().next()?;
    Some(format!("{head}\n    ${{{slot} if {slot} else \"pass\"}}"))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;
    use crate::change::Content;
    use crate::rel_path::RelPath;

    const SIBLING: &str = "\"\"\"add the age\n\nMore words.\n\nRevision ID: ab12\nRevises: cd34\nCreate Date: 2025-01-02 03:04:05\n\n\"\"\"\n\
        from alembic import op\nimport sqlalchemy as sa\nfrom app.models import User\n\n\nrevision = \"ab12\"\n\
        down_revision = \"cd34\"\n\nTABLE = 'x'\n\n\ndef upgrade() -> None:\n    op.drop_table(TABLE)\n\n\n\
        def downgrade() -> None:\n    pass\n";

    fn tree(files: &[(&str, &str)]) -> BTreeMap<RelPath, Content> {
        let files = files
            .iter()
            .filter_map(|(path, text)| Some((RelPath::new(path).ok()?, Content::new(*text))));
        files.collect()
    }

    fn filled(form: &Form) -> String {
        let below = Value::text("ab12");
        let variables = variables(
            Value::text("drop it"),
            Value::text("ef56"),
            below,
            ["import uuid", "up()", "down()"],
        );
        mako::render(&form.template, &variables).unwrap_or_default()
    }

    #[test]
    fn the_repositorys_own_template_goes_first() {
        let tree = tree(&[(
            "m/script.py.mako",
            "${message}\r\n\r\ndef upgrade():\r\n    ${upgrades}${downgrades}\r\n",
        )]);
        let form = form(&tree, "m", &[(SIBLING, "m/versions/a.py")], None);
        assert_eq!(form.evidence.to_string(), "m/script.py.mako:1");
        assert_eq!(filled(&form), "drop it\n\ndef upgrade():\n    up()down()\n");
    }

    #[test]
    fn else_it_has_the_form_of_the_newest_sibling() {
        let tree = tree(&[("m/script.py.mako", "<%! import re %>\n")]);
        let form = form(&tree, "m", &[(SIBLING, "m/versions/a.py")], None);
        let note = form.note.clone().unwrap_or_default();
        assert!(
            note.contains("the tag `<%!`") && note.contains("`m/versions/a.py`"),
            "{note}"
        );
        assert_eq!(
            filled(&form),
            "\"\"\"drop it\n\nRevision ID: ef56\nRevises: ab12\nCreate Date: 2026-11-21 00:00:00\n\n\"\"\"\n\
             from alembic import op\nimport sqlalchemy as sa\nimport uuid\n\n\nrevision = \"ef56\"\ndown_revision = \"ab12\"\n\n\n\
             def upgrade() -> None:\n    up()\n\n\ndef downgrade() -> None:\n    down()\n"
        );
    }

    #[test]
    fn else_it_has_alembics_own() {
        let form = form(&tree(&[]), "m", &[], None);
        assert_eq!(
            (form.evidence.to_string().as_str(), form.note.is_none()),
            ("Alembic's own", true)
        );
        assert!(filled(&form).contains("revision: str = 'ef56'"));
    }
}
