//! What models inherit, how their tables and ids are, in which form their columns are.

use std::collections::BTreeMap;

use super::code::Code;
use super::columns::is_declared;
use super::router::text;
use super::tables::{self, Base, Table, column_form, id_of};
use super::tally::{Decides, Tally};
use crate::facts::{Evidence, Fact, FactValue, Facts};
use crate::naming::Names;
use crate::python::{Attribute, Class, Resolved, Symbol};

/// Of so many tables, what is seen twice as often as anything else is the usual.
const MANY: usize = 30;

/// Adds `db.orm`, `db.base` and what is below it.
pub(super) fn add(code: &Code, bases: &[Base], tables: &[Table], facts: &mut Facts) {
    let (sqlmodel, sqlalchemy): (Vec<&Table>, Vec<&Table>) =
        tables.iter().partition(|table| table.is_sqlmodel);
    if sqlmodel.len() > sqlalchemy.len() {
        let first = &sqlmodel[0];
        let evidence = Evidence::line(&first.symbol.path, first.class.line);
        facts.add("db.orm", text("sqlmodel", evidence.clone()));
        facts.add("db.base", text("sqlmodel:SQLModel", evidence));
    } else if let Some(base) = add_base(bases, &sqlalchemy, facts) {
        let evidence = Evidence::line(&base.path, base.line);
        facts.add("db.orm", text("sqlalchemy", evidence));
    }
    let siblings = if sqlmodel.len() > sqlalchemy.len() {
        sqlmodel
    } else {
        of_base(bases, &sqlalchemy, facts)
    };
    let things = without_links(&siblings);
    add_classes(code, &things, facts);
    add_kwargs(&siblings, facts);
    add_names(&siblings, facts);
    add_ids(code, &things, facts);
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
fn add_base<'a>(bases: &'a [Base], tables: &[&Table], facts: &mut Facts) -> Option<&'a Base> {
    let mut tally = Tally::default();
    for base in bases {
        let heirs = tables
            .iter()
            .filter(|table| table.ancestors.contains(&base.resolved));
        let evidence = Evidence::line(&base.path, base.line);
        tally.add_times(&base.symbol, heirs.count(), evidence);
    }
    let mut fact = tally.decide(Decides::Times(2))?;
    fact.certain |= bases.len() == 1;
    let found = bases
        .iter()
        .find(|base| fact.value.as_text() == Some(&base.symbol));
    facts.add("db.base", fact);
    found
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

/// Adds `db.base.classes`: the bases that most siblings have, with those columns that the bases bring.
fn add_classes(code: &Code, siblings: &[&Table], facts: &mut Facts) {
    let mut tally = Tally::default();
    for table in siblings {
        let evidence = Evidence::line(&table.symbol.path, table.class.line);
        let bases = shared_bases(code, &table.symbol.path, &table.class, &table.symbol.name);
        let texts: Vec<String> = bases.iter().filter_map(symbol_text).collect();
        tally.add(texts.join(" "), evidence);
    }
    let Some(mut fact) = tally.decide(Decides::Most) else {
        return;
    };
    // Twice as often as the next says nothing where each is seen once or twice.
    if tally.count(&fact.value.to_string()) * 3 < tally.total() && tally.total() < MANY {
        fact.certain = false;
        fact.candidates = tally
            .ranked()
            .iter()
            .map(|(list, ..)| (*list).to_owned())
            .collect();
    }
    let list = fact.value.to_string();
    let classes: Vec<String> = list
        .split(' ')
        .filter(|class| !class.is_empty())
        .map(str::to_owned)
        .collect();
    fact.candidates = fact
        .candidates
        .iter()
        .map(|list| list.replace(' ', ", "))
        .collect();
    let evidence = fact.evidence.clone();
    if fact.certain {
        add_brought(code, siblings, &list, &evidence, facts);
    }
    fact.value = FactValue::List(classes);
    facts.add("db.base.classes", fact);
}

/// The direct bases; one that is of this entity alone (`UserBase` of `User`) stands for its own bases.
fn shared_bases(code: &Code, path: &str, class: &Class, entity: &str) -> Vec<Resolved> {
    let mut found = Vec::new();
    for base in code.bases(path, class) {
        match &base {
            Resolved::Own(symbol) if symbol.name.contains(entity) => {
                let above = code.class(symbol);
                found.extend(
                    above
                        .iter()
                        .flat_map(|above| shared_bases(code, &symbol.path, above, entity)),
                );
            }
            _ => found.push(base),
        }
    }
    let mut seen: Vec<Resolved> = Vec::new();
    found.retain(|base| {
        let is_new = !seen.contains(base);
        seen.push(base.clone());
        is_new
    });
    found
}

fn symbol_text(resolved: &Resolved) -> Option<String> {
    match resolved {
        Resolved::Own(symbol) => Some(format!("{}:{}", symbol.module, symbol.name)),
        Resolved::External(name) => {
            let (module, name) = name.rsplit_once('.')?;
            Some(format!("{module}:{name}"))
        }
        Resolved::Module(_) => None,
    }
}

/// Adds the columns that the bases in `list` bring, and whether they make dataclasses.
fn add_brought(
    code: &Code,
    siblings: &[&Table],
    list: &str,
    evidence: &Evidence,
    facts: &mut Facts,
) {
    let of_list = siblings.iter().find(|table| {
        let bases = shared_bases(code, &table.symbol.path, &table.class, &table.symbol.name);
        let texts: Vec<String> = bases.iter().filter_map(symbol_text).collect();
        texts.join(" ") == list
    });
    let Some(table) = of_list else { return };
    let bases = shared_bases(code, &table.symbol.path, &table.class, &table.symbol.name);
    let mut columns: Vec<String> = Vec::new();
    for symbol in with_ancestors(code, &bases) {
        if let Some(class) = code.class(&symbol) {
            columns.extend(
                column_names(&class)
                    .into_iter()
                    .filter(|name| !columns.contains(name))
                    .collect::<Vec<_>>(),
            );
        }
    }
    facts.add(
        "db.base.columns",
        Fact::certain(FactValue::List(columns), evidence.clone()),
    );
    let is_dataclass = |ancestor: &Resolved| {
        ancestor
            .external()
            .is_some_and(|name| name.ends_with(".MappedAsDataclass"))
    };
    if table.ancestors.iter().any(is_dataclass) {
        facts.add(
            "db.base.dataclass",
            Fact::certain(FactValue::Flag(true), evidence.clone()),
        );
    }
}

/// The classes of the project among `bases` and their ancestors.
fn with_ancestors(code: &Code, bases: &[Resolved]) -> Vec<Symbol> {
    let mut found = Vec::new();
    for base in bases {
        let Resolved::Own(symbol) = base else {
            continue;
        };
        found.push(symbol.clone());
        if let Some(class) = code.class(symbol) {
            let above = code.ancestors(&symbol.path, &class);
            found.extend(above.into_iter().filter_map(Resolved::own));
        }
    }
    found
}

/// The columns that a class declares, those of `declared_attr` included.
fn column_names(class: &Class) -> Vec<String> {
    let attributes = class.attributes.iter();
    let declared = attributes
        .filter(|attribute| column_form(attribute).is_some())
        .map(|attribute| attribute.name.clone());
    let methods = class.methods.iter().filter(|method| is_declared(method));
    declared
        .chain(methods.map(|method| method.name.clone()))
        .collect()
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

/// Adds `db.tables` and `db.table_prefix`.
fn add_names(siblings: &[&Table], facts: &mut Facts) {
    let named: Vec<(&str, Evidence)> = siblings
        .iter()
        .filter_map(|table| {
            let line = table.class.attribute("__tablename__")?.line;
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
    let plural = named
        .iter()
        .filter(|(name, _)| name.ends_with('s') && !name.ends_with("ss"))
        .count();
    let share = plural * 100 / named.len();
    let mut fact = text(if share >= 50 { "plural" } else { "singular" }, evidence);
    if named.len() > 1 && (16..90).contains(&share) {
        fact.certain = false;
        fact.candidates = vec!["plural".to_owned(), "singular".to_owned()];
    }
    facts.add("db.tables", fact);
    add_prefix(&named, facts);
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

/// Adds `db.id` and `db.id_in`.
fn add_ids(code: &Code, siblings: &[&Table], facts: &mut Facts) {
    let (mut kinds, mut places) = (Tally::default(), Tally::default());
    for table in siblings {
        if let Some((kind, place, evidence)) = id(code, table) {
            kinds.add(kind, evidence.clone());
            places.add(place, evidence);
        }
    }
    for (name, tally) in [("db.id", kinds), ("db.id_in", places)] {
        if let Some(fact) = tally.decide(Decides::Share(80)) {
            facts.add(name, fact);
        }
    }
}

/// The type of a table's id, whether its class or a base has it, and where.
fn id(code: &Code, table: &Table) -> Option<(&'static str, &'static str, Evidence)> {
    let path = &table.symbol.path;
    if let Some((kind, line)) = id_of(code, path, &table.class, "id") {
        return Some((kind, "class", Evidence::line(path, line)));
    }
    let mut above = table.ancestors.iter();
    above.find_map(|ancestor| {
        let Resolved::Own(symbol) = ancestor else {
            return None;
        };
        let class = code.class(symbol)?;
        let (kind, line) = id_of(code, &symbol.path, &class, "id")?;
        Some((kind, "base", Evidence::line(&symbol.path, line)))
    })
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

/// Adds `entities.NAME.…` for each table, so that other entities can refer to it.
pub(super) fn add_entities(code: &Code, tables: &[Table], facts: &mut Facts) {
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
            if let Some((kind @ ("uuid" | "int"), _, evidence)) = id(code, first) {
                facts.add(format!("entities.{name}.id"), text(kind, evidence));
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

#[cfg(test)]
mod tests {
    use crate::detect::tests::check;

    const BASE: &str = "from sqlalchemy import Column, Integer\nfrom sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column\nclass Base(DeclarativeBase): ...\nclass Numbered:\n    id: Mapped[int] = mapped_column(primary_key=True)\n";

    #[test]
    fn what_models_inherit() {
        let table = |name: &str, bases: &str, table: &str, body: &str| {
            format!("class {name}({bases}):\n    __tablename__ = \"{table}\"\n{body}")
        };
        let id = "    id: Mapped[int] = mapped_column(primary_key=True)\n";
        for (models, expected) in [
            (
                table("User", "Base", "users", id) + &table("Order", "Base", "orders", id),
                vec![
                    ("db.base", "app.models:Base"),
                    ("db.base.classes", "app.models:Base"),
                    ("db.id", "int"),
                    ("db.id_in", "class"),
                    ("db.tables", "plural"),
                    ("db.columns.form", "mapped"),
                ],
            ),
            (
                table("User", "Numbered, Base", "shop_user", "")
                    + &table("Order", "Numbered, Base", "shop_order", "")
                    + &table("Line", "Numbered, Base", "shop_line", ""),
                vec![
                    ("db.base.classes", "app.models:Numbered, app.models:Base"),
                    ("db.base.columns", "id"),
                    ("db.id_in", "base"),
                    ("db.tables", "singular"),
                    ("db.table_prefix", "shop_"),
                ],
            ),
            (
                table("User", "Base", "users", id) + &table("Order", "Numbered, Base", "order", ""),
                vec![
                    (
                        "db.base.classes",
                        "? app.models:Base | app.models:Numbered, app.models:Base",
                    ),
                    ("db.id", "int"),
                    ("db.id_in", "? class | base"),
                    ("db.tables", "? plural | singular"),
                ],
            ),
            (
                table(
                    "User",
                    "Base",
                    "users",
                    "    id = Column(Integer, primary_key=True)\n",
                ),
                vec![("db.columns.form", "column"), ("db.id", "int")],
            ),
        ] {
            let text = format!("{BASE}{models}");
            check(&[("app/models.py", &text)], &expected);
        }
    }
}
