//! A field as a table of an answers file: `{ name = "status", type = "enum", values = ["open", "paid"] }`.

use serde_json::{Map, Value as Json};

use super::field::Field;
use super::kind;
use super::modifiers::{self, MODIFIERS, Modifier, Value};
use super::place::{Part, Place};
use crate::error::Result;
use crate::naming::{parse_identifier, shown};

/// The keys of a table: the parts of the grammar by name, the modifiers included.
const KEYS: [&str; 17] = [
    "name",
    "type",
    "size",
    "precision",
    "scale",
    "values",
    "ref",
    "null",
    "unique",
    "index",
    "search",
    "private",
    "default",
    "min",
    "max",
    "on-delete",
    "on_delete",
];

/// Reads the table of a field; `label` names it in messages.
pub(super) fn read(label: &str, table: &Map<String, Json>) -> Result<Field> {
    let label = match table.get("name") {
        Some(Json::String(name)) => name.as_str(),
        _ => label,
    };
    Table {
        place: Place {
            label,
            source: None,
        },
        table,
    }
    .read()
}

struct Table<'a> {
    place: Place<'a>,
    table: &'a Map<String, Json>,
}

impl Table<'_> {
    fn read(&self) -> Result<Field> {
        self.ensure_keys()?;
        let name = self.text("name")?;
        let names =
            parse_identifier(&name).map_err(|error| self.place.wrap(Part::loose(&name), &error))?;
        let (type_name, arguments) = self.typed()?;
        let arguments: Option<Vec<Part>> = arguments
            .as_ref()
            .map(|texts| texts.iter().map(|text| Part::loose(text)).collect());
        let field_type = kind::read(&self.place, Part::loose(&type_name), arguments.as_deref())?;
        let written = self.written_modifiers()?;
        let modifiers: Vec<Modifier> = written
            .iter()
            .map(|(name, value)| modifier(name, value.as_deref()))
            .collect();
        modifiers::assemble(&self.place, names, field_type, &modifiers)
    }

    fn ensure_keys(&self) -> Result<()> {
        match self.table.keys().find(|key| !KEYS.contains(&key.as_str())) {
            Some(key) => Err(self
                .place
                .unknown(Part::loose(key), "key", &KEYS[..16], None)),
            None => Ok(()),
        }
    }

    /// The name of the type and its arguments, from keys of their own or from `type = "str=120"`.
    fn typed(&self) -> Result<(String, Option<Vec<String>>)> {
        let typed = self.text("type")?;
        let (name, written) = match typed.split_once('=') {
            Some((name, arguments)) => (
                name.to_owned(),
                Some(arguments.split(',').map(str::to_owned).collect()),
            ),
            None => (typed, None),
        };
        let keyed = self.arguments(&name)?;
        match (written, keyed) {
            (Some(_), Some(_)) => Err(self.error("has the arguments of its type twice")),
            (written, keyed) => Ok((name, written.or(keyed))),
        }
    }

    fn arguments(&self, type_name: &str) -> Result<Option<Vec<String>>> {
        let own: &[&str] = match type_name {
            "str" => &["size"],
            "decimal" => &["precision", "scale"],
            "enum" => &["values"],
            "ref" => &["ref"],
            _ => &[],
        };
        let foreign = ["size", "precision", "scale", "values", "ref"]
            .into_iter()
            .find(|key| !own.contains(key) && self.has(key));
        if let Some(key) = foreign {
            return Err(self.error(&format!(
                "has the key `{key}`, which the type `{}` does not take",
                shown(type_name)
            )));
        }
        let mut arguments = Vec::new();
        for key in own.iter().filter(|key| self.has(key)) {
            match self.table.get(*key) {
                Some(Json::Array(values)) if *key == "values" => {
                    for value in values {
                        arguments.push(self.scalar(key, value)?);
                    }
                }
                _ => arguments.push(self.text(key)?),
            }
        }
        Ok((!arguments.is_empty()).then_some(arguments))
    }

    fn written_modifiers(&self) -> Result<Vec<(&'static str, Option<String>)>> {
        let mut written = Vec::new();
        for name in MODIFIERS {
            let key = if name == "on-delete" && !self.has(name) {
                "on_delete"
            } else {
                name
            };
            match self.table.get(key) {
                None | Some(Json::Bool(false)) if is_flag(name) => {}
                None | Some(Json::Null) => {}
                Some(Json::Bool(true)) if is_flag(name) => written.push((name, None)),
                Some(_) if is_flag(name) => {
                    return Err(self.error(&format!("needs `true` or `false` for `{name}`")));
                }
                Some(value) => written.push((name, Some(self.scalar(name, value)?))),
            }
        }
        Ok(written)
    }

    fn has(&self, key: &str) -> bool {
        self.table.get(key).is_some_and(|value| !value.is_null())
    }

    /// The text under `key`, which must be there.
    fn text(&self, key: &str) -> Result<String> {
        match self.table.get(key) {
            Some(value) => self.scalar(key, value),
            None => Err(self.error(&format!("lacks the key `{key}`"))),
        }
    }

    /// Text, number or truth value as the grammar writes it.
    fn scalar(&self, key: &str, value: &Json) -> Result<String> {
        match value {
            Json::String(text) => Ok(text.clone()),
            Json::Number(_) | Json::Bool(_) => Ok(value.to_string()),
            _ => Err(self.error(&format!(
                "needs a text, a number or a truth value for `{key}`"
            ))),
        }
    }

    fn error(&self, fault: &str) -> crate::error::Error {
        self.place
            .error(Part::loose(""), format!("the field {fault}"))
    }
}

fn is_flag(name: &str) -> bool {
    !matches!(name, "default" | "min" | "max" | "on-delete")
}

fn modifier<'a>(name: &'a str, value: Option<&'a str>) -> Modifier<'a> {
    Modifier {
        name: Part::loose(name),
        value: value.map(|text| Value::plain(Part::loose(text))),
    }
}
