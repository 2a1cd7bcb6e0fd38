//! How bases make the names of tables from those of classes: as the migrations and foreign keys show, else by the code.

use std::collections::BTreeSet;

use super::code::Code;
use super::tables::Table;
use super::tally::text;
use crate::facts::{Evidence, Facts};
use crate::naming::Names;
use crate::python::Resolved;

/// The ways that are known, in the order in which they are believed.
const WAYS: [&str; 5] = ["{snake}", "{lower}", "{plural}", "{lower}s", "{snake}s"];

/// Adds `words.table`, and `entities.NAME.table` of the tables whose name is made.
pub(super) fn add(code: &Code, tables: &[Table], facts: &mut Facts) {
    let made: Vec<&Table> = tables
        .iter()
        .filter(|table| table.given.is_none() && !table.is_sqlmodel)
        .collect();
    let Some(way) = way(code, &made) else {
        return;
    };
    let evidence = |table: &Table| Evidence::line(&table.symbol.path, table.class.line);
    // Where most are called by hand, a new one is, too.
    if made.len() * 2 >= tables.len() {
        facts.add("words.table", text(way, evidence(made[0])));
    }
    for table in made {
        let (key, names) = (Names::new(&table.entity), Names::new(&table.symbol.name));
        if let (Ok(key), Ok(names)) = (key, names) {
            facts.add(
                format!("entities.{}.table", key.singular.snake),
                text(&named(way, &table.symbol.name, &names), evidence(table)),
            );
        }
    }
}

fn named(way: &str, class: &str, names: &Names) -> String {
    way.replace("{snake}", &names.singular.snake)
        .replace("{lower}", &class.to_lowercase())
        .replace("{plural}", &names.plural.snake)
}

/// The way by which most of the tables have names that are in use; where none is in use, what the code says.
fn way(code: &Code, made: &[&Table]) -> Option<&'static str> {
    let used = used(code);
    let fits = |way: &str| {
        let mut fitting = 0;
        for table in made {
            let names = Names::new(&table.symbol.name);
            let name = names.map(|names| named(way, &table.symbol.name, &names));
            fitting += usize::from(name.is_ok_and(|name| used.contains(&name)));
        }
        fitting
    };
    // Of equals the first.
    let best = WAYS.into_iter().rev().max_by_key(|way| fits(way))?;
    if fits(best) > 0 {
        return Some(best);
    }
    made.iter().find_map(|table| by_code(code, table))
}

/// The names of tables that migrations make and foreign keys point to.
fn used(code: &Code) -> BTreeSet<String> {
    let mut used = BTreeSet::new();
    for (_, module) in code.all() {
        for site in &module.calls {
            let first = site.call.positional(0).and_then(|first| first.as_text());
            match site.call.name() {
                "create_table" => used.extend(first.map(str::to_owned)),
                "ForeignKey" => {
                    let table = first.and_then(|target| target.rsplit('.').nth(1));
                    used.extend(table.map(str::to_owned));
                }
                _ => {}
            }
        }
    }
    used
}

/// What the method that makes the name says.
fn by_code(code: &Code, table: &Table) -> Option<&'static str> {
    let mut methods = table
        .ancestors
        .iter()
        .filter_map(|ancestor| match ancestor {
            Resolved::Own(symbol) => code.class(symbol)?.method("__tablename__").cloned(),
            _ => None,
        });
    let returned = methods.next()?.returned.first()?.source.clone();
    let adds_s = returned.ends_with("s\"") || returned.ends_with("s'");
    let splits = ["re.sub", "snake", "underscore", "(?"];
    let is_snake = splits.iter().any(|word| returned.contains(word));
    Some(match (is_snake, adds_s || returned.contains("plural")) {
        (true, true) => "{plural}",
        (true, false) => "{snake}",
        (false, true) => "{lower}s",
        (false, false) => "{lower}",
    })
}

#[cfg(test)]
mod tests {
    use crate::detect::tests::check;

    /// A base that a call makes of a class has what that brings.
    #[test]
    fn names_that_the_class_of_a_base_makes() {
        let models = "from sqlalchemy.orm import Mapped, declarative_base, declared_attr, mapped_column\nclass Named:\n    @declared_attr\n    def __tablename__(cls): return cls.__name__.lower()\n    id: Mapped[int] = mapped_column(primary_key=True)\nBase = declarative_base(cls=Named)\nclass OrderLine(Base):\n    title: Mapped[str]\n";
        check(
            &[("app/models.py", models)],
            &[
                ("words.table", "{lower}"),
                ("db.base", "app.models:Base"),
                ("db.base.columns", "id"),
                ("db.id", "int"),
                ("entities.order_line.table", "orderline"),
            ],
        );
    }

    /// A new table is called by hand where most are.
    #[test]
    fn names_that_are_made() {
        let base = "from sqlalchemy.orm import DeclarativeBase, declared_attr\nclass Base(DeclarativeBase):\n    @declared_attr\n    def __tablename__(cls): return cls.__name__.lower()\n";
        let by_hand = "class Note(Base):\n    __tablename__ = \"note\"\nclass Page(Base):\n    __tablename__ = \"page\"\n";
        let id = "    id: Mapped[int] = mapped_column(primary_key=True)\n";
        let made = format!("class OrderLine(Base):\n{id}");
        for (others, expected) in [(by_hand, ""), ("", "{lower}")] {
            let models = format!("{base}{others}{made}");
            let files = [("app/models.py", models.as_str())];
            let table = ("entities.order_line.table", "orderline");
            check(&files, &[("words.table", expected), table]);
        }
    }
}
