//! The entities that are there, so that others can refer to them.

use std::collections::BTreeMap;

use crate::detect::code::Code;
use crate::detect::ids;
use crate::detect::tables::{self, Table};
use crate::detect::tally::text;
use crate::facts::{Evidence, Facts};
use crate::naming::Names;

/// Adds `entities.NAME.…` for each table, so that other entities can refer to it.
pub(in crate::detect) fn add_entities(code: &Code, tables: &[Table], facts: &mut Facts) {
    let mut by_name: BTreeMap<String, Vec<&Table>> = BTreeMap::new();
    for table in tables {
        if let Ok(names) = Names::new(&table.entity) {
            by_name
                .entry(names.singular.snake.clone())
                .or_default()
                .push(table);
        }
    }
    for (name, tables) in by_name {
        let first = tables[0];
        let evidence = Evidence::line(&first.symbol.path, first.class.line);
        let mut fact = text(&first.text(), evidence.clone());
        if tables.len() > 1 {
            fact.certain = false;
            fact.candidates = tables.iter().map(|table| table.text()).collect();
        } else {
            if let Some(table) = table_name(code, first) {
                facts.add(
                    format!("entities.{name}.table"),
                    text(&table, evidence.clone()),
                );
            }
            if let Some(id) = ids::declared(code, first, "id") {
                facts.add(format!("entities.{name}.id"), text(id.kind, id.evidence));
            }
        }
        facts.add(format!("entities.{name}.model"), fact);
    }
}

/// The name of the table where it can be told: given, or derived as `SQLModel` does.
fn table_name(code: &Code, table: &Table) -> Option<String> {
    if let Some(name) = &table.given {
        return Some(name.clone());
    }
    let derives = tables::derives_name(code, &table.ancestors);
    (table.is_sqlmodel && !derives && table.class.attribute("__tablename__").is_none())
        .then(|| table.symbol.name.to_lowercase())
}
