//! What models inherit, and in which form their columns are.

mod classes;
mod entities;
mod ids;
mod key;
mod names;
mod of_libraries;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use classes::add_classes;
pub(super) use entities::add_entities;
use ids::add_ids;
use key::add_key;
use names::add_names;

use super::code::Code;
use super::registry::mapped;
use super::tables::{Base, Table, column_form};
use super::tally::{Decides, Tally, text};
use crate::facts::{Evidence, Fact, FactValue, Facts};
use crate::python::Attribute;

/// Adds `db.orm`, `db.base` and what is below it.
pub(super) fn add(code: &Code, bases: &[Base], tables: &[Table], facts: &mut Facts) {
    let (sqlmodel, sqlalchemy): (Vec<&Table>, Vec<&Table>) =
        tables.iter().partition(|table| table.is_sqlmodel);
    if sqlmodel.len() > sqlalchemy.len() {
        let first = &sqlmodel[0];
        let evidence = Evidence::line(&first.symbol.path, first.class.line);
        facts.add("db.orm", text("sqlmodel", evidence.clone()));
        facts.add("db.base", text("sqlmodel:SQLModel", evidence));
    } else if let Some(base) = add_base(code, bases, &sqlalchemy, facts) {
        let evidence = Evidence::line(&base.path, base.line);
        facts.add("db.orm", text("sqlalchemy", evidence));
    } else {
        of_libraries::add(&sqlalchemy, facts);
    }
    let siblings = if sqlmodel.len() > sqlalchemy.len() {
        sqlmodel
    } else {
        of_base(bases, &sqlalchemy, facts)
    };
    let things = without_links(&siblings);
    let usual = add_classes(code, &things, facts);
    add_kwargs(&siblings, facts);
    add_decorator(code, &siblings, facts);
    add_names(&siblings, facts);
    add_key(code, &usual, facts);
    add_ids(code, &usual, facts);
    add_columns_form(&siblings, facts);
}

/// The tables but those that only join two others: what these are like says little of a new entity.
fn without_links<'a>(tables: &[&'a Table]) -> Vec<&'a Table> {
    let is_link = |table: &&&Table| {
        let columns = table.class.attributes.iter();
        let mut columns = columns.filter(|it| it.name != "id" && column_form(it).is_some());
        let refers = |column: &Attribute| {
            let value = column.value.as_ref().map(|value| value.source.as_str());
            value.is_some_and(|it| it.contains("ForeignKey(") || it.contains("foreign_key="))
        };
        columns.clone().count() > 1 && columns.all(refers)
    };
    let things: Vec<&Table> = tables.iter().filter(|it| !is_link(it)).copied().collect();
    if things.is_empty() {
        return tables.to_vec();
    }
    things
}

/// The declarative base that most tables inherit.
fn add_base<'a>(
    code: &Code,
    bases: &'a [Base],
    tables: &[&Table],
    facts: &mut Facts,
) -> Option<&'a Base> {
    let roots: Vec<&Base> = bases
        .iter()
        .filter(|base| !stands_on_another(code, base, bases))
        .collect();
    let mut tally = Tally::default();
    for base in &roots {
        let heirs = tables
            .iter()
            .filter(|table| table.ancestors.contains(&base.resolved));
        let evidence = Evidence::line(&base.path, base.line);
        tally.add_times(&base.symbol, heirs.count(), evidence);
    }
    let mut fact = tally.decide(Decides::Times(2))?;
    fact.certain |= roots.len() == 1;
    let found = roots
        .into_iter()
        .find(|base| fact.value.as_text() == Some(&base.symbol));
    facts.add("db.base", fact);
    found
}

/// Whether a base inherits another one: `class Keyed(Base, DeclarativeBase)`.
fn stands_on_another(code: &Code, base: &Base, bases: &[Base]) -> bool {
    let class = base.resolved.clone().own().and_then(|it| code.class(&it));
    let above = class.map(|class| code.ancestors(&base.path, &class));
    let mut above = above.into_iter().flatten();
    above.any(|it| bases.iter().any(|other| other.resolved == it))
}

/// The tables of the base that was decided for; all where none was.
fn of_base<'a>(bases: &[Base], tables: &[&'a Table], facts: &Facts) -> Vec<&'a Table> {
    let symbol = facts.text("db.base");
    let base = bases
        .iter()
        .find(|base| Some(base.symbol.as_str()) == symbol);
    let inherits =
        |table: &&&Table| base.is_none_or(|base| table.ancestors.contains(&base.resolved));
    tables.iter().filter(inherits).copied().collect()
}

/// Adds `db.base.kwargs`: the class keywords that most siblings have.
fn add_kwargs(siblings: &[&Table], facts: &mut Facts) {
    let mut seen: BTreeMap<String, (usize, Evidence)> = BTreeMap::new();
    for table in siblings {
        for keyword in &table.class.keywords {
            let name = keyword.name.as_deref().unwrap_or_default();
            let evidence = Evidence::line(&table.symbol.path, table.class.line);
            let entry = seen
                .entry(format!("{name}={}", keyword.value.source))
                .or_insert((0, evidence));
            entry.0 += 1;
        }
    }
    seen.retain(|_, (count, _)| *count * 2 > siblings.len());
    if let Some((_, evidence)) = seen.values().next().cloned() {
        let list = FactValue::List(seen.into_keys().collect());
        facts.add("db.base.kwargs", Fact::certain(list, evidence));
    }
}

/// Adds `db.base.decorator`: that of a registry, where most siblings are tables by one.
fn add_decorator(code: &Code, siblings: &[&Table], facts: &mut Facts) {
    let mut tally = Tally::default();
    for table in siblings {
        let mapped = mapped(code, &table.symbol.path, &table.class);
        let decorator = mapped.map(|it| it.decorator).unwrap_or_default();
        tally.add(
            decorator,
            Evidence::line(&table.symbol.path, table.class.line),
        );
    }
    let fact = tally.decide(Decides::Most);
    if let Some(fact) = fact.filter(|fact| !fact.value.to_string().is_empty()) {
        facts.add("db.base.decorator", fact);
    }
}

/// Adds `db.columns.form`.
fn add_columns_form(siblings: &[&Table], facts: &mut Facts) {
    let mut tally = Tally::default();
    for table in siblings {
        for attribute in &table.class.attributes {
            if let Some(form) = column_form(attribute) {
                let form = if table.is_sqlmodel { "field" } else { form };
                tally.add(form, Evidence::line(&table.symbol.path, attribute.line));
            }
        }
    }
    if let Some(fact) = tally.decide(Decides::Share(60)) {
        facts.add("db.columns.form", fact);
    }
}
