//! How tables are called.

use crate::detect::tables::Table;
use crate::detect::tally::text;
use crate::facts::{Evidence, Facts};
use crate::naming::plural_of;

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
    // What has no plural says nothing, where others do.
    let telling = |name: &str| !is_collective(name);
    let all = named.iter().filter(|(name, _)| telling(name)).count();
    let plural = named
        .iter()
        .filter(|(name, _)| name.ends_with('s') && !name.ends_with("ss") && telling(name))
        .count();
    let share = plural * 100 / all.max(1);
    let mut fact = text(if share >= 50 { "plural" } else { "singular" }, evidence);
    if all > 1 && (16..90).contains(&share) {
        fact.certain = false;
        fact.candidates = vec!["plural".to_owned(), "singular".to_owned()];
    }
    facts.add("db.tables", fact);
    add_prefix(&named, facts);
}

/// Whether the name of a table is alike for one row and for all: `media`, `task_history`.
fn is_collective(name: &str) -> bool {
    let last = name.rsplit('_').next().unwrap_or(name);
    ["history", "log", "staff"].contains(&last) || !last.ends_with('s') && plural_of(last) == last
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
