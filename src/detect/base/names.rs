//! How tables are called.

use crate::detect::tables::Table;
use crate::detect::tally::text;
use crate::facts::{Evidence, Facts};
use crate::naming::{Names, plural_of};

/// Last words that say the same of one row and of all.
const COLLECTIVE: [&str; 8] = [
    "history", "log", "staff", "cache", "config", "feedback", "firmware", "metadata",
];

/// Adds `db.tables` and `db.table_prefix`.
pub(super) fn add_names(siblings: &[&Table], facts: &mut Facts) {
    let named: Vec<(&str, Evidence)> = siblings
        .iter()
        .filter_map(|table| {
            let method = || Some(table.class.method("__tablename__")?.line);
            let attribute = table.class.attribute("__tablename__").map(|it| it.line);
            let line = attribute.or_else(method)?;
            Some((
                table.given.as_deref()?,
                Evidence::line(&table.symbol.path, line),
            ))
        })
        .collect();
    let Some(first) = siblings.first() else {
        return;
    };
    if named.len() * 2 < siblings.len() {
        let evidence = Evidence::line(&first.symbol.path, first.class.line);
        facts.add("db.tables", text("derived", evidence));
        return;
    }
    let Some((_, evidence)) = named.first().cloned() else {
        return;
    };
    // What has no plural says nothing, where others do, and what is called as a class for many.
    let telling = siblings.iter().filter_map(|table| {
        let name = table.given.as_deref()?;
        (!is_collective(name) && !is_of_many(&table.entity, name)).then_some(name)
    });
    let mut telling: Vec<&str> = telling.collect();
    if telling.is_empty() {
        telling = named.iter().map(|(name, _)| *name).collect();
    }
    let plural = telling
        .iter()
        .filter(|name| name.ends_with('s') && !name.ends_with("ss"))
        .count();
    let share = plural * 100 / telling.len().max(1);
    let mut fact = text(if share >= 50 { "plural" } else { "singular" }, evidence);
    if telling.len() > 1 && (26..75).contains(&share) {
        fact.certain = false;
        fact.candidates = vec!["plural".to_owned(), "singular".to_owned()];
    }
    facts.add("db.tables", fact);
    add_prefix(&named, facts);
}

/// Whether the name of a table is alike for one row and for all: `media`, `task_history`.
fn is_collective(name: &str) -> bool {
    let last = name.rsplit('_').next().unwrap_or(name);
    COLLECTIVE.contains(&last) || !last.ends_with('s') && plural_of(last) == last
}

/// Whether a table is called as its class, and the class for several: `user_stats` of `UserStats`.
fn is_of_many(entity: &str, name: &str) -> bool {
    let names = Names::new(entity);
    name.ends_with('s') && names.is_ok_and(|names| names.singular.snake == name)
}

/// A prefix that three tables or more have in common, all of them.
fn add_prefix(named: &[(&str, Evidence)], facts: &mut Facts) {
    let Some((first, evidence)) = named.first() else {
        return;
    };
    let Some((prefix, _)) = first.split_once('_') else {
        return;
    };
    let prefix = format!("{prefix}_");
    if named.len() > 2 && named.iter().all(|(name, _)| name.starts_with(&prefix)) {
        facts.add("db.table_prefix", text(&prefix, evidence.clone()));
    }
}
