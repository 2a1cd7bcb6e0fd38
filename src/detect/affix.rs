//! What the classes of tables begin or end with although it is not in the entity's name: `OrderModel`, `DatabaseOrder`.

use super::tables::Table;
use super::tally::{Decides, Tally, text};
use crate::facts::{Evidence, Facts};

/// What class names of tables end with although it is not in the entity's name.
const SUFFIXES: [&str; 8] = ["Model", "ORM", "Orm", "DTO", "Dto", "Table", "Entity", "DB"];

/// What class names of tables begin with although it is not in the entity's name.
const PREFIXES: [&str; 6] = ["Database", "DB", "Db", "ORM", "Orm", "Sql"];

/// Suffixes that no entity has by itself; of the others two tables are wanted: a `DiningTable` is a thing.
const PLAIN: [&str; 5] = ["Model", "ORM", "Orm", "DTO", "Dto"];

/// Takes the affix that nearly all tables have from the names of their entities, and adds `words.model`, and
/// `words.table` where the names of tables end with it, too.
pub(super) fn add(tables: &mut [Table], facts: &mut Facts) {
    let mut tally = Tally::default();
    for table in &*tables {
        let affix = Affix::of(&table.symbol.name);
        tally.add(affix.map_or(String::new(), Affix::word), evidence(table));
    }
    let Some(fact) = tally.decide(Decides::Share(80)).filter(|fact| fact.certain) else {
        return;
    };
    let word = fact.value.to_string();
    let Some(affix) = Affix::all().find(|affix| affix.word() == word) else {
        return;
    };
    if !is_plain(affix) && tally.count(&word) < 2 {
        return;
    }
    for table in &mut *tables {
        if let Some(entity) = affix.strip(&table.symbol.name) {
            table.entity = entity.to_owned();
        }
    }
    facts.add("words.model", text(&word, fact.evidence));
    if let Affix::End(suffix) = affix {
        add_table(tables, &suffix.to_lowercase(), facts);
    }
}

/// What stands around the entity's name in that of a class.
#[derive(Clone, Copy)]
pub(super) enum Affix {
    /// Before it.
    Begin(&'static str),
    /// Behind it.
    End(&'static str),
}

impl Affix {
    /// All that are known.
    pub(super) fn all() -> impl Iterator<Item = Self> {
        let ends = SUFFIXES.into_iter().map(Self::End);
        ends.chain(PREFIXES.into_iter().map(Self::Begin))
    }

    /// That of a class.
    pub(super) fn of(class: &str) -> Option<Self> {
        Self::all().find(|affix| affix.strip(class).is_some())
    }

    /// The name of a class without it; nothing where it has it not.
    pub(super) fn strip(self, class: &str) -> Option<&str> {
        match self {
            Self::Begin(begin) => class
                .strip_prefix(begin)
                .filter(|rest| rest.starts_with(|c: char| c.is_uppercase())),
            Self::End(end) => class.strip_suffix(end).filter(|rest| !rest.is_empty()),
        }
    }

    /// The name of a class with `{entity}` for that of the entity.
    pub(super) fn word(self) -> String {
        match self {
            Self::Begin(begin) => format!("{begin}{{entity}}"),
            Self::End(end) => format!("{{entity}}{end}"),
        }
    }
}

/// What may be the entity's name in the name of a table's class.
pub(super) fn bare(class: &str) -> impl Iterator<Item = &str> {
    Affix::all().filter_map(|affix| affix.strip(class))
}

/// Whether no entity has it by itself.
fn is_plain(affix: Affix) -> bool {
    matches!(affix, Affix::End(end) if PLAIN.contains(&end))
}

/// Adds `words.table` where most tables are called with the suffix: `order_model`.
fn add_table(tables: &[Table], suffix: &str, facts: &mut Facts) {
    let ending = format!("_{suffix}");
    let mut given = tables.iter().filter(|table| table.given.is_some());
    let first = given.next();
    let names = || tables.iter().filter_map(|table| table.given.as_deref());
    let with = names().filter(|name| name.ends_with(&ending)).count();
    if let Some(first) = first.filter(|_| with * 2 > names().count()) {
        let way = format!("{{snake}}{ending}");
        facts.add("words.table", text(&way, evidence(first)));
    }
}

fn evidence(table: &Table) -> Evidence {
    Evidence::line(&table.symbol.path, table.class.line)
}

#[cfg(test)]
mod tests {
    use crate::detect::tests::check;

    #[test]
    fn suffixes_of_tables() {
        for (tables, expected) in [
            (
                vec![("OrderModel", "order_model"), ("UserModel", "user_model")],
                [
                    ("words.model", "{entity}Model"),
                    ("words.table", "{snake}_model"),
                    ("entities.order.model", "app.models:OrderModel"),
                    ("entities.order_model.model", ""),
                    ("words.repository", "{entity}DAO"),
                ],
            ),
            (
                vec![("DatabaseOrder", "orders"), ("DatabaseUser", "users")],
                [
                    ("words.model", "Database{entity}"),
                    ("words.table", ""),
                    ("entities.order.model", "app.models:DatabaseOrder"),
                    ("entities.database_order.model", ""),
                    ("words.repository", "{entity}DAO"),
                ],
            ),
            (
                vec![("OrderDTO", "order")],
                [
                    ("words.model", "{entity}DTO"),
                    ("words.table", ""),
                    ("entities.order.model", "app.models:OrderDTO"),
                    ("entities.order_dto.model", ""),
                    ("words.repository", "{entity}DAO"),
                ],
            ),
            (
                vec![("OrderORM", "orders"), ("UserORM", "users")],
                [
                    ("words.model", "{entity}ORM"),
                    ("words.table", ""),
                    ("entities.order.model", "app.models:OrderORM"),
                    ("entities.order_model.model", ""),
                    ("words.repository", "{entity}DAO"),
                ],
            ),
            (
                vec![("OrderModel", "order"), ("User", "user")],
                [
                    ("words.model", ""),
                    ("words.table", ""),
                    ("entities.order.model", ""),
                    ("entities.order_model.model", "app.models:OrderModel"),
                    ("words.repository", ""),
                ],
            ),
            (
                vec![("OrderTable", "order")],
                [
                    ("words.model", ""),
                    ("words.table", ""),
                    ("entities.order.model", ""),
                    ("entities.order_table.model", "app.models:OrderTable"),
                    ("words.repository", ""),
                ],
            ),
        ] {
            let mut models =
                "from sqlalchemy.orm import DeclarativeBase\nclass Base(DeclarativeBase): ...\n"
                    .to_owned();
            for (class, table) in tables {
                models += &format!("class {class}(Base):\n    __tablename__ = \"{table}\"\n");
            }
            let dao = "from sqlalchemy.orm import Session\nclass OrderDAO: ...\n";
            let files = [
                ("app/models.py", models.as_str()),
                ("app/dao/order_dao.py", dao),
            ];
            check(&files, &expected);
        }
    }
}
