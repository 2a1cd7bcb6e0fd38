//! `types.toml`: what a stack makes of each type of the grammar.
//!
//! A table for each type; its keys are the stack's own choice. Strings are templates, which this
//! module does not render.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::field::FieldType;
use super::value::OWN_KEYS;
use crate::error::{Error, Result, did_you_mean};
use crate::excerpt::parse_toml;

/// The field types of a stack.
#[derive(Clone, Debug, Default)]
pub struct TypeTable {
    rows: BTreeMap<&'static str, Arc<Row>>,
}

/// What a stack makes of one type.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Row {
    /// Where it stands, for messages: `fastapi/types.toml: [str]`.
    pub place: String,
    /// Its keys.
    pub entries: BTreeMap<String, Entry>,
}

/// A value of a row.
#[derive(Clone, Debug, PartialEq)]
pub enum Entry {
    /// A template.
    Template(String),
    /// Yes or no.
    Flag(bool),
    /// A whole number.
    Number(i64),
    /// Values in order.
    List(Vec<Entry>),
    /// Values by name.
    Table(BTreeMap<String, Entry>),
}

impl TypeTable {
    /// Reads `text`; `origin` names the file in errors.
    ///
    /// # Errors
    /// A pattern error where it is not TOML, has a row that is no type, or lacks a type.
    pub fn parse(text: &str, origin: &str) -> Result<Self> {
        let tables: toml::Table = parse_toml(text, origin)?;
        let mut rows = BTreeMap::new();
        for (name, value) in tables {
            let known = FieldType::NAMES.into_iter().find(|known| *known == name);
            let known = known.ok_or_else(|| unknown_row(&name, origin))?;
            rows.insert(known, Arc::new(row(&format!("{origin}: [{name}]"), value)?));
        }
        let missing: Vec<&str> = FieldType::NAMES
            .into_iter()
            .filter(|name| !rows.contains_key(name))
            .collect();
        if missing.is_empty() {
            return Ok(Self { rows });
        }
        Err(
            Error::pattern(format!("{origin}: no table for `{}`", missing.join("`, `")))
                .hint("every type of the grammar has one"),
        )
    }

    /// What the stack makes of `field_type`.
    #[must_use]
    pub fn row(&self, field_type: &FieldType) -> Arc<Row> {
        self.rows
            .get(field_type.name())
            .cloned()
            .unwrap_or_default()
    }
}

fn unknown_row(name: &str, origin: &str) -> Error {
    let error = Error::pattern(format!("{origin}: [{name}] is no type of the grammar"));
    did_you_mean(name, FieldType::NAMES)
        .into_iter()
        .fold(error, Error::hint)
}

fn row(place: &str, value: toml::Value) -> Result<Row> {
    let toml::Value::Table(table) = value else {
        return Err(Error::pattern(format!("{place} is wanted as a table")));
    };
    if let Some(key) = table.keys().find(|key| OWN_KEYS.contains(&key.as_str())) {
        return Err(
            Error::pattern(format!("{place}: every field has a `{key}` of its own"))
                .hint("take another key"),
        );
    }
    Ok(Row {
        place: place.to_owned(),
        entries: entries(place, table)?,
    })
}

fn entries(place: &str, table: toml::Table) -> Result<BTreeMap<String, Entry>> {
    table
        .into_iter()
        .map(|(key, value)| entry(&format!("{place} {key}"), value).map(|entry| (key, entry)))
        .collect()
}

fn entry(place: &str, value: toml::Value) -> Result<Entry> {
    Ok(match value {
        toml::Value::String(template) => Entry::Template(template),
        toml::Value::Boolean(flag) => Entry::Flag(flag),
        toml::Value::Integer(number) => Entry::Number(number),
        toml::Value::Array(items) => Entry::List(
            items
                .into_iter()
                .map(|item| entry(place, item))
                .collect::<Result<_>>()?,
        ),
        toml::Value::Table(table) => Entry::Table(entries(place, table)?),
        other => {
            let found = other.type_str();
            return Err(Error::pattern(format!(
                "{place}: a string, a list or a table is wanted, found a {found}"
            )));
        }
    })
}

#[cfg(test)]
mod tests {
    use super::{Entry, FieldType, TypeTable};

    fn table(extra: &str) -> String {
        let rows: Vec<String> = FieldType::NAMES
            .iter()
            .map(|name| format!("[{name}]\npython = \"{name}\"\n"))
            .collect();
        rows.concat() + extra
    }

    #[test]
    fn a_row_for_each_type() {
        let types = TypeTable::parse(
            &table("flag = true\nlist = [\"a\"]\ntree = { model = [\"b\"] }\n"),
            "types.toml",
        )
        .expect("sound");
        let row = types.row(&FieldType::Text);
        assert_eq!(row.entries["python"], Entry::Template("text".into()));
        assert_eq!(row.place, "types.toml: [text]");
    }

    #[test]
    fn mistakes() {
        for (text, message) in [
            (
                table("[sting]\n"),
                "types.toml: [sting] is no type of the grammar",
            ),
            (
                table("x = 1.5\n"),
                "types.toml: [ref] x: a string, a list or a table is wanted, found a float",
            ),
            (
                table("unique = \"x\"\n"),
                "types.toml: [ref]: every field has a `unique` of its own",
            ),
            (
                table("").replace("[uuid]\npython = \"uuid\"\n", ""),
                "types.toml: no table for `uuid`",
            ),
            (
                "str = 1".to_owned(),
                "types.toml: [str] is wanted as a table",
            ),
        ] {
            let error = TypeTable::parse(&text, "types.toml").expect_err(message);
            assert_eq!(error.message(), message);
        }
        let error = TypeTable::parse("[str]\nx = \n", "types.toml").expect_err("broken");
        assert!(
            error.message().starts_with("types.toml:2:5: "),
            "{}",
            error.message()
        );
    }
}
