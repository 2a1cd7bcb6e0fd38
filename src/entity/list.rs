//! The fields of one entity together: no two of the same name, no reference into nothing.

use serde_json::Value as Json;

use super::field::Field;
use super::grammar::parse_field;
use super::table;
use crate::error::{Error, Result, did_you_mean};
use crate::naming::{Names, shown};

/// Reads fields in the grammar.
///
/// # Errors
/// A usage error about the first field that breaks a rule, or about two that clash.
pub fn parse_fields(texts: &[String]) -> Result<Vec<Field>> {
    let fields: Vec<Field> = texts
        .iter()
        .map(|text| parse_field(text))
        .collect::<Result<_>>()?;
    ensure_distinct(&fields)?;
    Ok(fields)
}

/// Reads fields as an answers file has them: texts in the grammar, or tables.
///
/// # Errors
/// A usage error about the first field that breaks a rule, or about two that clash.
pub fn read_fields(items: &[Json]) -> Result<Vec<Field>> {
    let fields: Vec<Field> = items
        .iter()
        .enumerate()
        .map(|(at, item)| read_field(at, item))
        .collect::<Result<_>>()?;
    ensure_distinct(&fields)?;
    Ok(fields)
}

fn read_field(at: usize, item: &Json) -> Result<Field> {
    match item {
        Json::String(text) => parse_field(text),
        Json::Object(table) => table::read(&format!("field {}", at + 1), table),
        other => Err(Error::usage(format!("field {}: a text or a table is wanted, found `{}`", at + 1, shown(&other.to_string())))
            .hint("such as `email:email:unique` or `{ name = \"email\", type = \"email\", unique = true }`")),
    }
}

fn ensure_distinct(fields: &[Field]) -> Result<()> {
    for (at, field) in fields.iter().enumerate() {
        for earlier in &fields[..at] {
            if let Some(fault) = clash(earlier, field) {
                return Err(Error::usage(format!(
                    "the fields `{}` and `{}` {fault}",
                    shown(&earlier.to_string()),
                    shown(&field.to_string())
                ))
                .hint("rename one of them, or leave it out"));
            }
        }
    }
    Ok(())
}

/// How two fields get in each other's way: a reference takes its name, for the object, and its
/// attribute, for the id.
fn clash(a: &Field, b: &Field) -> Option<String> {
    if a.names.snake == b.names.snake {
        return Some(format!("have the same name `{}`", a.names.snake));
    }
    let taken = [a.names.snake.clone(), a.attribute()];
    if let Some(name) = [b.names.snake.clone(), b.attribute()]
        .iter()
        .find(|name| taken.contains(name))
    {
        return Some(format!("both need the attribute `{name}`"));
    }
    (a.names.pascal == b.names.pascal)
        .then(|| format!("are both `{}` in Pascal case", a.names.pascal))
}

/// Refuses references to entities that are neither `own` nor among `known`, and spells the others
/// as the project does.
///
/// # Errors
/// A usage error that names the field, the nearest entities and all of them.
pub fn ensure_references(fields: &mut [Field], own: &Names, known: &[Names]) -> Result<()> {
    for field in fields {
        let Some(target) = field.target().cloned() else {
            continue;
        };
        let found = known
            .iter()
            .chain([own])
            .find(|names| names.snake == target.snake);
        let Some(names) = found else {
            return Err(unknown_target(field, &target, own, known));
        };
        if names == own && !field.null {
            return Err(Error::usage(format!(
                "`{field}`: the first `{}` would have none to refer to",
                own.pascal
            ))
            .hint(format!("add `null`: `{field}:null`")));
        }
        field.field_type = super::FieldType::Ref {
            target: Box::new(names.clone()),
        };
    }
    Ok(())
}

fn unknown_target(field: &Field, target: &Names, own: &Names, known: &[Names]) -> Error {
    let names: Vec<&str> = known
        .iter()
        .chain([own])
        .map(|names| names.pascal.as_str())
        .collect();
    let error = Error::usage(format!("`{field}`: there is no entity `{}`", target.pascal));
    let all = format!("the entities are {}", super::place::listed(&names));
    let first = format!(
        "stamp it first: `patgen new crud --entity {}`",
        target.pascal
    );
    did_you_mean(&target.pascal, names)
        .into_iter()
        .chain([all, first])
        .fold(error, Error::hint)
}
