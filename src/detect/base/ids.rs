//! Of what type the ids are, where they are declared, and what makes them.

use std::collections::BTreeMap;

use super::key::key_of;
use crate::detect::code::Code;
use crate::detect::ids::{self, Alias, Declared, Made};
use crate::detect::tables::Table;
use crate::detect::tally::{Decides, Tally, text};
use crate::facts::{Fact, FactValue, Facts};

/// Adds `db.id` and `db.id_in`, `db.id_column` where it says more than the type, and what makes ids that are texts.
pub(super) fn add_ids(code: &Code, siblings: &[&Table], facts: &mut Facts) {
    let declared = siblings
        .iter()
        .filter_map(|it| ids::declared(code, it, &key_of(code, it, facts)?));
    let mut declared: Vec<Declared> = declared.collect();
    let (mut kinds, mut places) = (Tally::default(), Tally::default());
    for id in &declared {
        kinds.add(id.kind, id.evidence.clone());
        places.add(id.place, id.evidence.clone());
    }
    for (name, tally) in [("db.id", kinds), ("db.id_in", places)] {
        if let Some(fact) = tally.decide(Decides::Share(80)) {
            facts.add(name, fact);
        }
    }
    let Some(kind) = facts.text("db.id").map(str::to_owned) else {
        return;
    };
    declared.retain(|id| id.kind == kind);
    add_column(code, &declared, facts);
    add_alias(&kind, &declared, facts);
    if kind == "str" {
        add_default(code, &declared, facts);
    }
}

fn add_column(code: &Code, declared: &[Declared], facts: &mut Facts) {
    let mut columns = Tally::default();
    for id in declared {
        let column = ids::column(code, id).unwrap_or_default();
        columns.add(column, id.evidence.clone());
    }
    let decided = columns.decide(Decides::Share(80));
    let is_told = |fact: &Fact| fact.value.as_text().is_some_and(|text| !text.is_empty());
    if let Some(fact) = decided.filter(|fact| fact.certain && is_told(fact)) {
        facts.add("db.id_column", fact);
    }
}

/// Adds `db.id_alias` and its `.kind`: the alias of a type that makes the column, where most siblings use it and it makes the values, too.
fn add_alias(kind: &str, declared: &[Declared], facts: &mut Facts) {
    let mut tally = Tally::default();
    for id in declared {
        let alias = id.alias.as_ref().filter(|alias| is_enough(alias, id.kind));
        let name = alias.map(|alias| alias.symbol.to_string());
        tally.add(name.unwrap_or_default(), id.evidence.clone());
    }
    let decided = tally.decide(Decides::Share(80));
    let is_told = |fact: &Fact| fact.value.as_text().is_some_and(|text| !text.is_empty());
    if let Some(fact) = decided.filter(|fact| fact.certain && is_told(fact)) {
        facts.add("db.id_alias.kind", text(kind, fact.evidence.clone()));
        facts.add("db.id_alias", fact);
    }
}

/// Whether rows get their key by the alias alone: a number comes from the database.
fn is_enough(alias: &Alias, kind: &str) -> bool {
    const MAKERS: [&str; 4] = [
        "default",
        "default_factory",
        "insert_default",
        "server_default",
    ];
    let Some(call) = alias.column.as_call() else {
        return false;
    };
    let is_key = call.keyword("primary_key").is_some();
    is_key && (kind == "int" || MAKERS.iter().any(|name| call.keyword(name).is_some()))
}

/// Adds `db.id_default`, and `db.id_imports` where that is an expression.
fn add_default(code: &Code, declared: &[Declared], facts: &mut Facts) {
    let mut tally = Tally::default();
    let mut seen: BTreeMap<String, Made> = BTreeMap::new();
    for id in declared {
        if let Some(made) = ids::made(code, id) {
            tally.add(made.alike.clone(), id.evidence.clone());
            seen.entry(made.alike.clone()).or_insert(made);
        }
    }
    let Some(mut fact) = tally.decide(Decides::Most) else {
        return;
    };
    let written = |alike: &str| {
        seen.get(alike)
            .map_or(alike, |made| &made.default)
            .to_owned()
    };
    fact.value = FactValue::Text(written(&fact.value.to_string()));
    fact.candidates = fact.candidates.iter().map(|it| written(it)).collect();
    let evidence = fact.evidence.clone();
    facts.add("db.id_default", fact);
    let settled = facts.get("db.id_default").filter(|fact| fact.certain);
    let settled = settled.and_then(|fact| fact.value.as_text());
    let made = seen
        .values()
        .find(|made| Some(made.default.as_str()) == settled);
    if let Some(made) = made.filter(|made| !made.imports.is_empty()) {
        let imports = FactValue::List(made.imports.clone());
        facts.add("db.id_imports", Fact::certain(imports, evidence));
    }
}
