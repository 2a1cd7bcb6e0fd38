//! What a table's columns come to elsewhere: fields in the grammar, a row that a test can make, columns of a migration.

mod brought;
mod field;

pub(super) use brought::{add_made, on_server};
use field::{choice, field, is_aware, kind, size};

use super::code::Code;
use super::columns::{Column, of_table};
use super::tables::Table;
use super::tally::text;
use crate::facts::{Evidence, Fact, FactValue, Facts};
use crate::naming::Names;

/// Columns that say when a row was made or changed; they are filled, not given.
const MOMENTS: [&str; 2] = ["created_at", "updated_at"];

/// Adds `entities.NAME.fields`, `.unread`, `.needed` and `.row` of each entity whose model is certain.
pub(super) fn add(code: &Code, tables: &[Table], facts: &mut Facts) {
    for table in tables {
        let Ok(names) = Names::new(&table.entity) else {
            continue;
        };
        let name = &names.singular.snake;
        let is_certain = facts
            .get(&format!("entities.{name}.model"))
            .is_some_and(|fact| fact.certain);
        if is_certain {
            add_entity(code, table, name, facts);
        }
    }
}

fn add_entity(code: &Code, table: &Table, name: &str, facts: &mut Facts) {
    let columns = of_table(code, &table.symbol.path, &table.class);
    let evidence = Evidence::line(&table.symbol.path, table.class.line);
    if let Some(row) = row(&columns, is_dataclass(table)) {
        facts.add(format!("entities.{name}.row"), text(&row, evidence.clone()));
    }
    let (mut fields, mut unread) = (Vec::new(), Vec::new());
    for column in columns.iter().filter(|column| is_given(column)) {
        match field(column, facts).or_else(|| choice(code, table, column)) {
            Some(text) => fields.push(text),
            None => unread.push(column),
        }
    }
    let list = |list| Fact::certain(FactValue::List(list), evidence.clone());
    if !fields.is_empty() {
        let joined = fields.join(" ");
        facts.add(
            format!("entities.{name}.fields"),
            text(&joined, evidence.clone()),
        );
    }
    let is_needed = |column: &&&Column| !column.null && !column.filled;
    let needed = names(unread.iter().filter(is_needed).chain(&given_key(&columns)));
    if !needed.is_empty() {
        facts.add(format!("entities.{name}.needed"), list(needed));
    }
    if !unread.is_empty() {
        let unread = names(unread.iter());
        facts.add(format!("entities.{name}.unread"), list(unread));
    }
}

fn names<'a>(columns: impl Iterator<Item = &'a &'a Column>) -> Vec<String> {
    columns.map(|column| column.name.clone()).collect()
}

fn is_dataclass(table: &Table) -> bool {
    table.ancestors.iter().any(|ancestor| {
        ancestor
            .external()
            .is_some_and(|name| name.ends_with(".MappedAsDataclass"))
    })
}

/// Whether a person gives its value.
fn is_given(column: &Column) -> bool {
    !column.primary && column.name != "id" && !MOMENTS.contains(&column.name.as_str())
}

/// The key, where it is a text that nothing makes.
fn given_key(columns: &[Column]) -> Option<&Column> {
    let mut primary = columns.iter().filter(|column| column.primary);
    let only = primary.next().filter(|_| primary.next().is_none())?;
    let is_text = matches!(kind(only).as_deref(), Some("str" | "text"));
    (is_text && !only.filled).then_some(only)
}

/// The keyword arguments that make a row; nothing where a value cannot be told.
fn row(columns: &[Column], is_dataclass: bool) -> Option<String> {
    let mut arguments = Vec::new();
    let key = given_key(columns).map(|key| key.name.as_str());
    for column in columns {
        let is_key = key == Some(column.name.as_str());
        let is_open = !column.filled && (!column.primary || is_key);
        if !is_open || column.null && !is_dataclass {
            continue;
        }
        let value = if column.null {
            "None".to_owned()
        } else if column.target.is_some() {
            return None;
        } else {
            value(column)?
        };
        arguments.push(format!("{}={value}", column.name));
    }
    Some(arguments.join(", "))
}

/// A value of the column as source, unlike that of any other row.
fn value(column: &Column) -> Option<String> {
    let longest: Option<usize> = size(column).and_then(|size| size.parse().ok());
    Some(match kind(column)?.as_str() {
        "email" => "f\"{uuid4()}@example.com\"".to_owned(),
        "str" | "text" if column.name.contains("email") => "f\"{uuid4()}@example.com\"".to_owned(),
        "str" | "text" => match longest {
            Some(longest) if longest < 32 => format!("uuid4().hex[:{longest}]"),
            Some(longest) if longest < 48 => "uuid4().hex".to_owned(),
            _ => format!("f\"Example {}\"", "{uuid4()}"),
        },
        "int" | "bigint" | "decimal" | "float" => "1".to_owned(),
        "bool" => "False".to_owned(),
        "uuid" => "uuid4()".to_owned(),
        "json" => "{}".to_owned(),
        "bytes" => "b\"example\"".to_owned(),
        "date" => "dt.date(2026, 1, 31)".to_owned(),
        "time" => "dt.time(9, 30)".to_owned(),
        "datetime" if is_aware(column) => {
            "dt.datetime(2026, 1, 31, 12, 30, tzinfo=dt.timezone.utc)".to_owned()
        }
        "datetime" => "dt.datetime(2026, 1, 31, 12, 30)".to_owned(),
        _ => return None,
    })
}
