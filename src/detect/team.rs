//! `patgen.toml` at the root: facts that a team has settled.

use std::collections::BTreeMap;
use std::ops::Range;

use serde::Deserialize;
use toml::{Spanned, Value};

use crate::error::{Error, Kind, Result};
use crate::excerpt::{excerpt, position, toml_error};
use crate::facts::{Evidence, Fact, FactValue, TEAM_FILE};
use crate::rel_path::RelPath;
use crate::tree::Tree;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Document {
    version: Spanned<i64>,
    #[serde(default)]
    facts: BTreeMap<Spanned<String>, Spanned<Value>>,
}

/// The facts that `patgen.toml` settles; `known` says what is wrong with a name.
///
/// # Errors
/// A project error with the source line where the file is no TOML, has keys that nobody knows, or values that no fact
/// has.
pub fn team(tree: &dyn Tree, known: &dyn Fn(&str) -> Result<()>) -> Result<Vec<(String, Fact)>> {
    let Some(content) = tree.read(&RelPath::new(TEAM_FILE)?)? else {
        return Ok(Vec::new());
    };
    let Some(text) = content.text() else {
        return Err(Error::project(format!("`{TEAM_FILE}` is not UTF-8"))
            .hint("TOML is always UTF-8: convert the file"));
    };
    let document: Document = toml::from_str(text).map_err(|error| {
        toml_error(Kind::Project, text, TEAM_FILE, &error)
            .hint("the file has `version = 1` and a table `[facts]`, with names as `patgen facts` prints them")
    })?;
    if *document.version.get_ref() != 1 {
        let message = "this version of the file is not known; 1 is";
        return Err(wrong(text, document.version.span(), message));
    }
    let facts = document.facts.iter();
    facts
        .map(|(name, value)| fact(text, name, value, known))
        .collect()
}

fn fact(
    text: &str,
    name: &Spanned<String>,
    value: &Spanned<Value>,
    known: &dyn Fn(&str) -> Result<()>,
) -> Result<(String, Fact)> {
    let found = name.get_ref();
    let read = match value.get_ref() {
        Value::Boolean(flag) => Some(FactValue::Flag(*flag)),
        Value::Integer(number) => Some(FactValue::Text(number.to_string())),
        Value::String(text) => Some(FactValue::Text(text.clone())),
        Value::Array(items) => texts(items).map(FactValue::List),
        Value::Table(_) => {
            return Err(
                wrong(text, name.span(), "a name with dots stands in quotes")
                    .hint(format!("write it as `\"{found}.…\" = …`")),
            );
        }
        _ => None,
    };
    let Some(read) = read else {
        let message = format!("`{found}` wants a text, `true`, `false`, or a list of texts");
        return Err(wrong(text, value.span(), &message));
    };
    known(found).map_err(|error| {
        let hints = error.hints().to_vec();
        let wrong = wrong(text, name.span(), &format!("there is no fact `{found}`"));
        hints.into_iter().fold(wrong, Error::hint)
    })?;
    let (line, _) = position(text, name.span().start);
    Ok((
        found.clone(),
        Fact::certain(read, Evidence::line(TEAM_FILE, line)),
    ))
}

fn texts(items: &[Value]) -> Option<Vec<String>> {
    items
        .iter()
        .map(|item| item.as_str().map(str::to_owned))
        .collect()
}

/// An error at a place of the file, with its line.
fn wrong(text: &str, at: Range<usize>, message: &str) -> Error {
    let (line, column) = position(text, at.start);
    Error::project(format!("{TEAM_FILE}:{line}:{column}: {message}"))
        .snippet(excerpt(text, TEAM_FILE, at, ""))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::detect::tests::tree;
    use crate::facts::settling;

    fn read(text: &str) -> Result<Vec<(String, Fact)>> {
        team(&tree(&[(TEAM_FILE, text)]), &|name| match name {
            "db.session" | "db.async" | "db.base.classes" | "style.line_length" => Ok(()),
            _ => Err(Error::usage("no").hint("did you mean `db.session`?")),
        })
    }

    #[test]
    fn what_a_team_settles() {
        let facts = read(
            "version = 1\n[facts]\n\"db.session\" = \"app.deps:get_db\"\n\"db.async\" = false\n\"db.base.classes\" = [\"a:B\"]\n\"style.line_length\" = 100\n",
        );
        let shown: Vec<String> = facts
            .unwrap_or_default()
            .iter()
            .map(|(name, fact)| format!("{name} {} {}", fact.value, fact.evidence))
            .collect();
        assert_eq!(
            shown,
            [
                "db.async false patgen.toml:4",
                "db.base.classes a:B patgen.toml:5",
                "db.session app.deps:get_db patgen.toml:3",
                "style.line_length 100 patgen.toml:6",
            ]
        );
    }

    /// What is written is read as it was meant.
    #[test]
    fn lines_that_settle() {
        let list = || FactValue::List(vec!["a:B".to_owned(), "a:C".to_owned()]);
        for (name, value, line) in [
            ("db.async", FactValue::Flag(true), "\"db.async\" = true"),
            (
                "db.session",
                FactValue::Text("a \"b\"\n".to_owned()),
                "\"db.session\" = \"a \\\"b\\\"\\n\"",
            ),
            (
                "db.base.classes",
                list(),
                "\"db.base.classes\" = [\"a:B\", \"a:C\"]",
            ),
        ] {
            assert_eq!(settling(name, &value), line);
            let read = read(&format!("version = 1\n[facts]\n{line}\n"));
            let values: Vec<FactValue> = read
                .unwrap_or_default()
                .into_iter()
                .map(|(_, fact)| fact.value)
                .collect();
            assert_eq!(values, [value], "{line}");
        }
    }

    #[test]
    fn what_is_refused() {
        for (text, message) in [
            ("[facts]\n", "patgen.toml:1:1: missing field `version`"),
            (
                "version = 2\n",
                "patgen.toml:1:11: this version of the file is not known; 1 is",
            ),
            (
                "version = 1\nfact = 1\n",
                "patgen.toml:2:1: unknown field `fact`, expected `version` or `facts`",
            ),
            (
                "version = 1\n[facts]\n\"db.sesion\" = \"x\"\n",
                "patgen.toml:3:1: there is no fact `db.sesion`",
            ),
            (
                "version = 1\n[facts]\ndb.session = \"x\"\n",
                "patgen.toml:3:1: a name with dots stands in quotes",
            ),
            (
                "version = 1\n[facts]\n\"db.session\" = 1.5\n",
                "patgen.toml:3:16: `db.session` wants a text, `true`, `false`, or a list of texts",
            ),
        ] {
            let error = read(text).err();
            assert_eq!(error.as_ref().map(Error::message), Some(message), "{text}");
            assert!(
                error.is_some_and(|error| error.source_snippet().is_some()),
                "{text}"
            );
        }
    }
}
