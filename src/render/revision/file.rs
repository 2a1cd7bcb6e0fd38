//! What a revision file holds: the repository's template, filled.

use minijinja::State;
use minijinja::value::Kwargs;

use super::{Result, error};
use crate::edit::{self, Operation, Outcome};
use crate::mako;
use crate::render::context::STYLE;
use crate::render::python::{self, CodeStyle};

/// No line is broken.
const UNLIMITED: u16 = 320;

/// A revision file by the template `form`.
#[expect(clippy::needless_pass_by_value, reason = "the engine hands it over")]
pub(super) fn revision_file(state: &State, form: &str, values: Kwargs) -> Result<String> {
    let style = style(state, &values)?;
    let mut variables = variables(&values, &style)?;
    let wanted: String = values.get("imports")?;
    let is_formatted: bool = values.get("formatted")?;
    let is_headed: bool = values.get("headed")?;
    let is_idle = values.get::<&str>("upgrades")?.trim().is_empty();
    values.assert_all_used()?;
    let bare = filled(form, &variables)?;
    let lacking = lacking(&bare, &wanted, &style)?;
    variables.insert("imports", mako::Value::text(lacking.join("\n")));
    let mut whole = with_imports(filled(form, &variables)?, &lacking, &style)?;
    if is_formatted && !is_idle {
        whole = without_idle_imports(&whole);
    }
    // What is no Python is refused, whether the form of the formatter is wanted or not.
    let formatted =
        python::format(&whole, "the revision", &style).map_err(|fault| error(fault.to_string()))?;
    let whole = if is_formatted { formatted } else { whole };
    Ok(if is_headed {
        python::headed(whole, &style)
    } else {
        whole
    })
}

/// What the template may name; the imports are not known yet.
fn variables(values: &Kwargs, style: &CodeStyle) -> Result<mako::Variables> {
    let text = |name: &str| values.get::<&str>(name).map(mako::Value::text);
    let parents: Vec<String> = values.get("down_revision")?;
    Ok(mako::Variables::from([
        ("message", text("message")?),
        ("up_revision", text("revision")?),
        ("down_revision", mako::Value::revisions(&parents)),
        ("branch_labels", mako::Value::None),
        ("depends_on", mako::Value::None),
        ("create_date", text("created")?),
        ("upgrades", body(values.get("upgrades")?, style)?),
        ("downgrades", body(values.get("downgrades")?, style)?),
        ("imports", mako::Value::text("")),
    ]))
}

/// The statements of a function; Alembic, too, indents all lines but the first by four blanks.
fn body(code: &str, style: &CodeStyle) -> Result<mako::Value> {
    if code.trim().is_empty() {
        return Ok(mako::Value::text(""));
    }
    let body = python::format_body(code, "the steps", style);
    let body = body.map_err(|fault| error(fault.to_string()))?;
    Ok(mako::Value::text(body.replace('\n', "\n    ")))
}

/// How the siblings of the revision are written.
fn style(state: &State, values: &Kwargs) -> Result<CodeStyle> {
    let known = state.lookup(STYLE);
    let known = known
        .as_ref()
        .and_then(|style| style.downcast_object_ref::<CodeStyle>());
    let mut style = known.cloned().unwrap_or_default();
    if let Some(quotes) = values.get::<Option<String>>("quotes")? {
        style.single_quotes = quotes == "single";
    }
    let length: Option<String> = values.get("line_length")?;
    style.line_length = match length.as_deref() {
        Some("") => UNLIMITED,
        Some(length) => length.parse().unwrap_or(style.line_length),
        None => style.line_length,
    };
    Ok(style)
}

/// The template filled; no line ends in blanks, the last one ends.
fn filled(form: &str, variables: &mako::Variables) -> Result<String> {
    let text = mako::render(form, variables)
        .map_err(|what| error(format!("the revision template has {what}")))?;
    let lines: Vec<&str> = text.trim_end().lines().map(str::trim_end).collect();
    Ok(lines.join("\n") + "\n")
}

/// The lines of `wanted` that import what the file does not have yet.
fn lacking(file: &str, wanted: &str, style: &CodeStyle) -> Result<Vec<String>> {
    let mut lacking: Vec<String> = Vec::new();
    for line in wanted
        .lines()
        .map(str::trim)
        .filter(|line| !line.is_empty())
    {
        let is_there = matches!(imported(file, line, style)?, Outcome::Present { .. });
        if !is_there && !lacking.iter().any(|known| known == line) {
            lacking.push(line.to_owned());
        }
    }
    lacking.sort();
    Ok(lacking)
}

fn imported(file: &str, line: &str, style: &CodeStyle) -> Result<Outcome> {
    let operation = Operation::PythonImport {
        line: line.to_owned(),
        within: None,
    };
    let made = edit::edit(&operation, "revision.py", file, &style.edit_style());
    made.map(|(_, outcome)| outcome)
        .map_err(|fault| error(fault.to_string()))
}

/// The file with the imports that its template had no place for.
fn with_imports(mut file: String, lacking: &[String], style: &CodeStyle) -> Result<String> {
    for line in lacking {
        if let Outcome::Changed { text, .. } = imported(&file, line, style)? {
            file = text;
        }
    }
    Ok(file)
}

/// What templates of Alembic import, whether a revision uses it or not, and how that begins.
const IMPORTED: [(&str, &str); 3] = [
    ("import sqlalchemy as sa", "sa."),
    ("import sqlmodel", "sqlmodel."),
    ("import sqlmodel.sql.sqltypes", "sqlmodel."),
];

/// The file without what it imports and makes no use of: linters of those who format their revisions refuse that.
fn without_idle_imports(file: &str) -> String {
    let mut lines: Vec<&str> = file.lines().collect();
    for (line, used) in IMPORTED {
        let Some(at) = lines.iter().position(|one| *one == line) else {
            continue;
        };
        let mut others = lines.iter().filter(|other| **other != line);
        if others.any(|other| other.contains(used)) {
            continue;
        }
        lines.remove(at);
        let is_blank = |at: usize| lines.get(at).is_some_and(|line| line.is_empty());
        if at > 0 && is_blank(at - 1) && is_blank(at) {
            lines.remove(at);
        }
    }
    lines.join("\n") + "\n"
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn imports_that_nothing_uses() {
        for (file, expected) in [
            (
                "import sqlalchemy as sa\n\nfrom alembic import op\n\nop.f(sa.text(''))\n",
                "import sqlalchemy as sa\n\nfrom alembic import op\n\nop.f(sa.text(''))\n",
            ),
            (
                "from typing import Union\n\nimport sqlalchemy as sa\n\nfrom alembic import op\n",
                "from typing import Union\n\nfrom alembic import op\n",
            ),
            (
                "import sqlalchemy as sa\nfrom alembic import op\n",
                "from alembic import op\n",
            ),
            (
                "from alembic import op\nimport sqlalchemy as sa\n\nrevision = 1\n",
                "from alembic import op\n\nrevision = 1\n",
            ),
            (
                "import sqlalchemy as sa  # noqa\n",
                "import sqlalchemy as sa  # noqa\n",
            ),
        ] {
            assert_eq!(without_idle_imports(file), expected);
        }
    }
}
