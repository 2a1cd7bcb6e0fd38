//! Filters and functions that templates may use. None of them reads anything.

use minijinja::{Environment, State, Value};
use sha2::{Digest, Sha256};

use super::context::STYLE;
use super::python::CodeStyle;
use super::revision;
use super::unittest::unittest;
use crate::edit;
use crate::entity::is_of_ids;

/// Adds all of them.
pub(super) fn add(environment: &mut Environment<'static>) {
    environment.add_filter("py", python_literal);
    environment.add_filter("json", |value: Value| {
        serde_json::to_string(&value).unwrap_or_default()
    });
    environment.add_filter("toml", |text: &str| {
        toml_edit::Value::from(text).to_string()
    });
    environment.add_filter("imports", imports);
    environment.add_filter("inner_imports", inner_imports);
    environment.add_filter("slug", slug);
    environment.add_filter("unittest", unittest);
    environment.add_test("identifier", is_identifier);
    environment.add_test("of_ids", |column: &Value, kind: &str| {
        is_of_ids(&column.to_string(), kind)
    });
    environment.add_function("revision_id", |parts: minijinja::value::Rest<Value>| {
        let parts: Vec<String> = parts.iter().map(ToString::to_string).collect();
        revision_id(&parts)
    });
    revision::add(environment);
}

/// Import lines in any order, repeated or conditional, as a sorted block, with those that every file shall have.
///
/// Told the path of the file that they go to, they are by dots where the project's are.
fn imports(state: &State, lines: &str, path: Option<&str>) -> Result<String, minijinja::Error> {
    let style = style(state);
    let lines = match path {
        Some(path) => style.imports_in(path, lines),
        None => lines.to_owned(),
    };
    let required = style
        .imports
        .required
        .iter()
        .map(|line| line.clone() + "\n");
    sorted(&required.chain([lines]).collect::<String>(), &style)
}

/// Import lines that stand below a condition: a sorted block of just these.
fn inner_imports(state: &State, lines: &str) -> Result<String, minijinja::Error> {
    sorted(lines, &style(state))
}

/// How the project writes its code.
fn style(state: &State) -> CodeStyle {
    let style = state.lookup(STYLE);
    let style = style
        .as_ref()
        .and_then(|style| style.downcast_object_ref::<CodeStyle>());
    style.cloned().unwrap_or_default()
}

fn sorted(lines: &str, style: &CodeStyle) -> Result<String, minijinja::Error> {
    edit::sort_imports(lines, &style.edit_style()).map_err(|error| {
        minijinja::Error::new(minijinja::ErrorKind::InvalidOperation, error.to_string())
    })
}

/// A value as a Python literal: texts in double quotes, `True`, `False`, `None`.
fn python_literal(value: &Value) -> String {
    if value.is_none() || value.is_undefined() {
        return "None".to_owned();
    }
    if let Some(text) = value.as_str() {
        return python_text(text);
    }
    match value.kind() {
        minijinja::value::ValueKind::Bool if value.is_true() => "True".to_owned(),
        minijinja::value::ValueKind::Bool => "False".to_owned(),
        minijinja::value::ValueKind::Seq | minijinja::value::ValueKind::Iterable => {
            let items: Vec<String> = value
                .try_iter()
                .into_iter()
                .flatten()
                .map(|item| python_literal(&item))
                .collect();
            format!("[{}]", items.join(", "))
        }
        minijinja::value::ValueKind::Number => value.to_string(),
        _ => python_text(&value.to_string()),
    }
}

fn python_text(text: &str) -> String {
    let mut out = String::from("\"");
    for c in text.chars() {
        match c {
            '"' => out += "\\\"",
            '\\' => out += "\\\\",
            '\n' => out += "\\n",
            '\r' => out += "\\r",
            '\t' => out += "\\t",
            c if c.is_control() => out += &format!("\\x{:02x}", u32::from(c)),
            c => out.push(c),
        }
    }
    out + "\""
}

/// Words of letters, digits and underscores in lower case, joined by underscores, as Alembic makes its slugs.
fn slug(text: &str) -> String {
    let words = text
        .split(|c: char| !c.is_alphanumeric() && c != '_')
        .filter(|word| !word.is_empty());
    words.map(str::to_lowercase).collect::<Vec<_>>().join("_")
}

/// Whether a text is a name of ASCII letters, digits and underscores that begins with no digit.
fn is_identifier(text: &str) -> bool {
    let word = |c: char| c.is_ascii_alphanumeric() || c == '_';
    text.chars().all(word) && text.starts_with(|c: char| !c.is_ascii_digit())
}

/// Twelve hexadecimal digits that follow from `parts` alone, in the form of Alembic's own revision ids.
#[must_use]
pub fn revision_id(parts: &[String]) -> String {
    let digest = Sha256::digest(parts.join("\n"));
    digest
        .iter()
        .take(6)
        .map(|byte| format!("{byte:02x}"))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn literals_of_python() {
        for (value, expected) in [
            (Value::from("a\"b\\\n"), r#""a\"b\\\n""#),
            (Value::from(true), "True"),
            (Value::from(()), "None"),
            (Value::from(vec!["a", "b"]), r#"["a", "b"]"#),
            (Value::from(1.5), "1.5"),
        ] {
            assert_eq!(python_literal(&value), expected);
        }
    }
}
