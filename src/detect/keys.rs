//! Primary keys: what names a row of a table where that is not one column `id`, of what type it is, and which tables no
//! single column can refer to.

use super::code::Code;
use super::columns::{self, Column};
use super::ids;
use super::tables::Table;
use super::tally::text;
use crate::facts::{Evidence, Fact, FactValue, Facts};
use crate::naming::Names;

/// Adds `entities.NAME.id` and `.id_column`, the type of what names the rows, `.key` where another column than `id` does,
/// `.keys` where several do together, and `.unreferable`, with the reason, where no reference can lead there.
pub(super) fn add(code: &Code, tables: &[Table], facts: &mut Facts) {
    for table in tables {
        let Ok(names) = Names::new(&table.entity) else {
            continue;
        };
        let name = format!("entities.{}", names.singular.snake);
        let model = facts.get(&format!("{name}.model"));
        if model.is_some_and(|model| model.certain) {
            add_entity(code, table, &name, facts);
        }
    }
}

/// What the one column is called that names the rows of a table.
pub(super) fn of_table(code: &Code, table: &Table) -> Option<String> {
    let columns = columns_of(code, table);
    key(&columns, &primary(&columns)).map(|key| key.name.clone())
}

fn add_entity(code: &Code, table: &Table, name: &str, facts: &mut Facts) {
    let columns = columns_of(code, table);
    let primary = primary(&columns);
    let at = |line| Evidence::line(&table.symbol.path, line);
    if let [first, _, ..] = primary[..] {
        let keys = primary.iter().map(|column| column.name.clone());
        let keys = Fact::certain(FactValue::List(keys.collect()), at(first.line));
        facts.add(format!("{name}.keys"), keys);
    }
    let Some(key) = key(&columns, &primary) else {
        if let Some(first) = primary.first() {
            let why = format!("its rows are named by {} together", listed(&primary));
            facts.add(format!("{name}.unreferable"), text(&why, at(first.line)));
        }
        return;
    };
    if key.name != "id" {
        facts.add(format!("{name}.key"), text(&key.name, at(key.line)));
    }
    let Some(declared) = ids::declared(code, table, &key.name) else {
        return;
    };
    facts.add(
        format!("{name}.id"),
        text(declared.kind, declared.evidence.clone()),
    );
    if let Some(column) = ids::column(code, &declared) {
        facts.add(
            format!("{name}.id_column"),
            text(&column, declared.evidence),
        );
    }
}

fn columns_of(code: &Code, table: &Table) -> Vec<Column> {
    columns::of_table(code, &table.symbol.path, &table.class)
}

/// The columns that are the primary key, or parts of it.
fn primary(columns: &[Column]) -> Vec<&Column> {
    columns.iter().filter(|column| column.primary).collect()
}

/// The one column that names a row: the primary key, or the part of it that no two rows have alike.
fn key<'a>(columns: &'a [Column], primary: &[&'a Column]) -> Option<&'a Column> {
    match primary {
        [] => columns.iter().find(|column| column.name == "id"),
        [one] => Some(one),
        _ => {
            let mut unique = primary.iter().filter(|column| column.unique);
            let id = unique.clone().find(|column| column.name == "id");
            id.or_else(|| unique.next()).copied()
        }
    }
}

fn listed(columns: &[&Column]) -> String {
    let names: Vec<String> = columns.iter().map(|it| format!("`{}`", it.name)).collect();
    names.join(" and ")
}

#[cfg(test)]
mod tests {
    use crate::detect::tests::check;

    #[test]
    fn what_names_a_row() {
        let model = "from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column as c\n\
            from sqlalchemy import Column, Integer, String\nfrom uuid import UUID\n\
            class Base(DeclarativeBase): ...\nclass User(Base):\n    __tablename__ = 'users'\n";
        for (columns, [key, keys, id, unreferable]) in [
            ("id: Mapped[int] = c(primary_key=True)", ["", "", "int", ""]),
            (
                "id: Mapped[int] = c(primary_key=True, unique=True)\n    uuid: Mapped[UUID] = c(primary_key=True, unique=True)",
                ["", "id, uuid", "int", ""],
            ),
            (
                "user_id = Column(Integer, primary_key=True)",
                ["user_id", "", "int", ""],
            ),
            (
                "team_id: Mapped[int] = c(primary_key=True)\n    role_id: Mapped[int] = c(primary_key=True)",
                [
                    "",
                    "team_id, role_id",
                    "",
                    "its rows are named by `team_id` and `role_id` together",
                ],
            ),
            (
                "code: Mapped[str] = c(primary_key=True)",
                ["code", "", "str", ""],
            ),
        ] {
            check(
                &[
                    ("app/__init__.py", ""),
                    ("app/models.py", &format!("{model}    {columns}\n")),
                ],
                &[
                    ("entities.user.key", key),
                    ("entities.user.keys", keys),
                    ("entities.user.id", id),
                    ("entities.user.unreferable", unreferable),
                ],
            );
        }
    }
}
