//! Ids wider than an integer: what a migration makes of them, and which tables have such.

use super::code::Code;
use super::tables::Table;
use super::tally::{Decides, Tally, text};
use crate::facts::{Evidence, Fact, FactValue, Facts};
use crate::naming::Names;
use crate::python::{Argument, Attribute, Expression, Resolved};

/// Adds `entities.NAME.wide` of tables with wide ids, and `db.id_column` where the siblings have such.
pub(super) fn add(code: &Code, tables: &[Table], facts: &mut Facts) {
    let mut made = Tally::default();
    for table in tables.iter().filter(|table| !table.is_sqlmodel) {
        let Some((id, path)) = id(code, table) else {
            continue;
        };
        let evidence = Evidence::line(&path, id.line);
        let source = column(&id).unwrap_or_default();
        if !source.is_empty()
            && let Ok(names) = Names::new(&table.entity)
        {
            let name = format!("entities.{}.wide", names.singular.snake);
            let fact = Fact::certain(FactValue::Flag(true), evidence.clone());
            facts.add(name, fact);
        }
        made.add(source, evidence);
    }
    let decided = made.decide(Decides::Share(80));
    if let Some(fact) = decided.filter(|fact| fact.certain)
        && let Some(source) = fact.value.as_text().filter(|source| !source.is_empty())
    {
        facts.add("db.id_column", text(source, fact.evidence.clone()));
    }
}

/// The `id` that a table's class declares, or the nearest of what it inherits.
fn id(code: &Code, table: &Table) -> Option<(Attribute, String)> {
    if let Some(own) = table.class.attribute("id") {
        return Some((own.clone(), table.symbol.path.clone()));
    }
    table.ancestors.iter().find_map(|ancestor| {
        let Resolved::Own(symbol) = ancestor else {
            return None;
        };
        let class = code.class(symbol)?;
        Some((class.attribute("id")?.clone(), symbol.path.clone()))
    })
}

/// `sa.BigInteger(), sa.Identity(always=True)`; nothing where the id is as wide as any integer.
fn column(id: &Attribute) -> Option<String> {
    let call = id.value.as_ref()?.as_call()?;
    let bare = call
        .arguments
        .iter()
        .filter(|argument| argument.name.is_none());
    let parts: Vec<String> = bare.filter_map(|argument| part(&argument.value)).collect();
    let is_wide = parts
        .first()
        .is_some_and(|first| first.starts_with("sa.BigInteger"));
    is_wide.then(|| parts.join(", "))
}

fn part(value: &Expression) -> Option<String> {
    match value.head()? {
        "BigInteger" | "BIGINT" => Some("sa.BigInteger()".to_owned()),
        "with_variant" if value.source.contains("BigInteger") => {
            Some("sa.BigInteger().with_variant(sa.Integer(), \"sqlite\")".to_owned())
        }
        "Identity" => {
            let given = value.as_call().map_or(&[][..], |call| &call.arguments);
            let words: Vec<String> = given.iter().map(word).collect();
            Some(format!("sa.Identity({})", words.join(", ")))
        }
        _ => None,
    }
}

fn word(argument: &Argument) -> String {
    let value = &argument.value.source;
    match &argument.name {
        Some(name) => format!("{name}={value}"),
        None => value.clone(),
    }
}

#[cfg(test)]
mod tests {
    use crate::detect::tests::check;

    const BASE: &str = "from sqlalchemy import BigInteger, Column, Identity, Integer\nfrom sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column\nclass Base(DeclarativeBase): ...\nclass Wide:\n    id: Mapped[int] = mapped_column(BigInteger, Identity(always=True), primary_key=True)\n";

    #[test]
    fn ids_of_siblings() {
        let user = |bases: &str, id: &str| {
            format!("{BASE}class User({bases}):\n    __tablename__ = \"users\"\n    id{id}\n")
        };
        for (models, column, wide) in [
            (
                user("Base", ": Mapped[int] = mapped_column(primary_key=True)"),
                "",
                "",
            ),
            (user("Base", " = Column(Integer, primary_key=True)"), "", ""),
            (
                user("Base", " = Column(BigInteger(), primary_key=True)"),
                "sa.BigInteger()",
                "true",
            ),
            (
                user(
                    "Base",
                    " = Column(BigInteger().with_variant(Integer, 'sqlite'), primary_key=True)",
                ),
                "sa.BigInteger().with_variant(sa.Integer(), \"sqlite\")",
                "true",
            ),
            (
                user("Wide, Base", "entity: Mapped[str]"),
                "sa.BigInteger(), sa.Identity(always=True)",
                "true",
            ),
        ] {
            let files = [("app/__init__.py", ""), ("app/models.py", &models)];
            let facts = [("db.id_column", column), ("entities.user.wide", wide)];
            check(&files, &facts);
        }
    }
}
