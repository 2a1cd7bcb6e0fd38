//! Functions for the revision files of a repository that has its own form of them.

use minijinja::value::Kwargs;
use minijinja::{Environment, ErrorKind, State};

use super::context::STYLE;
use super::functions::revision_id;
use super::python::{self, CodeStyle};
use crate::edit::{self, Operation, Outcome};
use crate::mako;

type Result<T> = std::result::Result<T, minijinja::Error>;

/// No line is broken.
const UNLIMITED: u16 = 320;

/// Adds all of them.
pub(super) fn add(environment: &mut Environment<'static>) {
    environment.add_function("migration_file", migration_file);
    environment.add_function("revision_slug", revision_slug);
    environment.add_function("next_revision", next_revision);
    environment.add_function("constraint_name", constraint_name);
    environment.add_function("revision_file", revision_file);
}

/// The name of a migration by Alembic's `file_template`: `%(rev)s`, `%(slug)s`, `%(year)d` … `%(second).2d`, `%(epoch)s`.
///
/// `created` is an ISO time in UTC, `2026-11-20T00:00:00Z`. Its day alone is that of the run; the hour is always the
/// first, so that a dry run and the run after it give the same name.
fn migration_file(template: &str, revision: &str, slug: &str, created: &str) -> Result<String> {
    let tokens = Tokens {
        revision,
        slug,
        created,
    };
    Ok(format!(
        "{}.py",
        tokens.fill(&template.replace("%%", "%"), template)?
    ))
}

/// What a template of a file name or of an id may name.
struct Tokens<'a> {
    revision: &'a str,
    slug: &'a str,
    created: &'a str,
}

impl Tokens<'_> {
    fn fill(&self, template: &str, origin: &str) -> Result<String> {
        let mut out = String::new();
        let mut rest = template;
        while let Some((before, after)) = rest.split_once("%(") {
            let unknown = || {
                let token: String = after.chars().take_while(|c| *c != ')').collect();
                error(format!(
                    "file_template `{origin}`: the token `%({token})` is not known"
                ))
            };
            let (name, behind) = after.split_once(')').ok_or_else(unknown)?;
            let end = behind
                .find(|c: char| c.is_ascii_alphabetic())
                .ok_or_else(unknown)?;
            let width = behind[..end]
                .trim_start_matches(['.', '0', '-'])
                .parse()
                .unwrap_or(0);
            let value = self.value(name).ok_or_else(unknown)?;
            out += before;
            out += &match value.parse::<u64>() {
                Ok(number) if name != "rev" && name != "slug" => format!("{number:0width$}"),
                _ => value,
            };
            rest = &behind[end + 1..];
        }
        Ok(out + rest)
    }

    fn value(&self, name: &str) -> Option<String> {
        let parts: Vec<&str> = self.created.split(['-', 'T', ':', 'Z', '.', '+']).collect();
        let part = |index: usize| parts.get(index).map(|part| (*part).to_owned());
        match name {
            "rev" => Some(self.revision.to_owned()),
            "slug" => Some(self.slug.to_owned()),
            "kebab" => Some(self.slug.replace('_', "-")),
            "year" => part(0),
            "month" => part(1),
            "day" => part(2),
            "hour" => part(3),
            "minute" => part(4),
            "second" => part(5),
            "epoch" => {
                let number = |index: usize| part(index)?.parse().ok();
                Some((86_400 * days(number(0)?, number(1)?, number(2)?)).to_string())
            }
            _ => None,
        }
    }
}

/// The days from 1970-01-01 to a day of the Gregorian calendar; a year begins with March, so that its leap day is the last.
fn days(year: i64, month: i64, day: i64) -> i64 {
    let (year, month) = if month > 2 {
        (year, month - 3)
    } else {
        (year - 1, month + 9)
    };
    let leap_days = year / 4 - year / 100 + year / 400;
    365 * year + leap_days + (153 * month + 2) / 5 + day - 1 - 719_468
}

/// The words of a file name as Alembic makes them of a message: no longer than `length`, cut between words.
fn revision_slug(message: &str, length: &str) -> String {
    let words = message
        .split(|c: char| !c.is_alphanumeric() && c != '_')
        .filter(|word| !word.is_empty());
    let slug = words.collect::<Vec<_>>().join("_").to_lowercase();
    let length = length.trim().parse().unwrap_or(40);
    if slug.chars().count() <= length {
        return slug;
    }
    let cut: String = slug.chars().take(length).collect();
    let kept = cut.rsplit_once('_').map_or(cut.as_str(), |(kept, _)| kept);
    format!("{kept}_")
}

/// The id of the next revision in the form of its siblings; `parents` make one of digits its own.
///
/// One that is a date comes after `highest`, the last one that there is.
fn next_revision(
    form: &str,
    slug: &str,
    parents: &str,
    created: &str,
    highest: &str,
) -> Result<String> {
    let digits = form
        .strip_prefix("%(hex")
        .and_then(|rest| rest.strip_suffix(")s"))
        .and_then(|digits| digits.parse().ok());
    if let Some(digits) = digits {
        let parts = [slug.to_owned(), parents.to_owned()];
        let mut id = revision_id(&parts);
        while id.len() < digits {
            id += &revision_id(&[id.clone()]);
        }
        id.truncate(digits);
        return Ok(id);
    }
    let id = Tokens {
        revision: "",
        slug,
        created,
    }
    .fill(form, form)?;
    match (id.parse::<u64>(), highest.parse::<u64>()) {
        (Ok(number), Ok(highest)) if number <= highest => Ok((highest + 1).to_string()),
        _ => Ok(id),
    }
}

/// A name by the form that siblings show: `fk_%(table)s_%(column)s_%(target)s`.
fn constraint_name(form: &str, table: &str, column: &str, target: &str) -> String {
    let tokens = [("table", table), ("column", column), ("target", target)];
    let form = form.strip_prefix("op.f:").unwrap_or(form);
    tokens.iter().fold(form.to_owned(), |name, (token, value)| {
        name.replace(&format!("%({token})s"), value)
    })
}

/// A revision file by the template `form`.
#[expect(clippy::needless_pass_by_value, reason = "the engine hands it over")]
fn revision_file(state: &State, form: &str, values: Kwargs) -> Result<String> {
    let style = style(state, &values)?;
    let mut variables = variables(&values, &style)?;
    let wanted: String = values.get("imports")?;
    let is_formatted: bool = values.get("formatted")?;
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
    Ok(if is_formatted { formatted } else { whole })
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

fn error(message: impl Into<String>) -> minijinja::Error {
    minijinja::Error::new(ErrorKind::InvalidOperation, message.into())
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

    #[test]
    fn file_templates_of_alembic() {
        for (template, expected) in [
            ("%(rev)s_%(slug)s", "ab12_create_users.py"),
            ("%%(rev)s_%%(slug)s", "ab12_create_users.py"),
            (
                "%(year)d_%(month).2d_%(day).2d_%(hour).2d%(minute).2d-%(slug)s",
                "2026_03_09_0000-create_users.py",
            ),
            ("%(year)d/%(month)02d/%(slug)s", "2026/03/create_users.py"),
            ("%(month)d-%(day)s_%(rev)s", "3-9_ab12.py"),
            ("%(epoch)s_%(rev)s", "1773014400_ab12.py"),
        ] {
            let name = migration_file(template, "ab12", "create_users", "2026-03-09T00:00:00Z");
            assert_eq!(name.ok().as_deref(), Some(expected), "{template}");
        }
        assert!(migration_file("%(nope)s", "a", "b", "2026-03-09T00:00:00Z").is_err());
    }

    #[test]
    fn slugs_of_alembic() {
        for (message, length, expected) in [
            (
                "Add created_at to User, and Item!",
                "40",
                "add_created_at_to_user_and_item",
            ),
            (
                "add created at to user and item",
                "20",
                "add_created_at_to_",
            ),
            ("abcdefgh", "4", "abcd_"),
            ("an order", "", "an_order"),
        ] {
            assert_eq!(revision_slug(message, length), expected, "{message}");
        }
    }

    #[test]
    fn the_next_id() {
        for (form, highest, expected) in [
            ("%(hex12)s", "", "0a0e264cef7a"),
            ("%(hex8)s", "", "0a0e264c"),
            ("0004", "", "0004"),
            ("0004_%(slug)s", "", "0004_add_age"),
            ("v4-%(kebab)s", "", "v4-add-age"),
            ("%(year)d%(month).2d%(day).2d", "20260308", "20260309"),
            ("%(year)d%(month).2d%(day).2d", "20260309", "20260310"),
        ] {
            let id = next_revision(form, "add_age", "ab12", "2026-03-09T00:00:00Z", highest);
            assert_eq!(id.ok().as_deref(), Some(expected), "{form}");
        }
    }
}
