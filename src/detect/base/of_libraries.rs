//! Bases of models that a library brings, with what rows have of them.

use crate::detect::tables::Table;
use crate::detect::tally::{Decides, Tally, text};
use crate::facts::{Evidence, Fact, FactValue, Facts};
use crate::python::Resolved;

/// What a base of `advanced_alchemy.base` brings, as its documentation lists them and its tables of version 1 have it:
/// <https://docs.advanced-alchemy.litestar.dev/latest/reference/base.html>.
struct Brought {
    id: &'static str,
    /// The column of the id, where the type alone does not say it.
    id_column: Option<&'static str>,
    /// The other columns, and what a migration makes for each.
    columns: Vec<(&'static str, &'static str)>,
}

/// Ids by what the names of bases begin with.
const IDS: [(&str, &str, Option<&str>); 5] = [
    ("BigInt", "int", Some("sa.BigInteger()")),
    ("Identity", "int", Some("sa.BigInteger()")),
    ("UUID", "uuid", None),
    ("UUIDv6", "uuid", None),
    ("UUIDv7", "uuid", None),
];

/// The column by which inserted rows with ids made here are told apart.
const SENTINEL: (&str, &str) = (
    "sa_orm_sentinel",
    "sa.Column(\"sa_orm_sentinel\", sa.Integer(), nullable=True)",
);

/// The columns of bases with `Audit` in their names.
const AUDIT: [(&str, &str); 2] = [
    (
        "created_at",
        "sa.Column(\"created_at\", sa.DateTime(timezone=True), nullable=False)",
    ),
    (
        "updated_at",
        "sa.Column(\"updated_at\", sa.DateTime(timezone=True), nullable=False)",
    ),
];

/// Adds `db.base`, and of ids and columns what it brings, where a library has the base that most tables inherit.
pub(super) fn add(tables: &[&Table], facts: &mut Facts) {
    let mut tally = Tally::default();
    for table in tables {
        let mut above = table.ancestors.iter().filter_map(Resolved::external);
        if let Some(base) = above.find(|it| brought(it).is_some()) {
            let evidence = Evidence::line(&table.symbol.path, table.class.line);
            tally.add(base, evidence);
        }
    }
    let decided = tally.decide(Decides::Most).filter(|fact| fact.certain);
    let Some(fact) = decided else { return };
    let dotted = fact.value.to_string();
    let (Some(brought), Some((module, name))) = (brought(&dotted), dotted.rsplit_once('.')) else {
        return;
    };
    let mut told = |name: &str, value: FactValue| {
        facts.add(name, Fact::certain(value, fact.evidence.clone()));
    };
    let list = |texts: Vec<&str>| FactValue::List(texts.into_iter().map(str::to_owned).collect());
    let (names, made): (Vec<&str>, Vec<&str>) = brought.columns.into_iter().unzip();
    told("db.base.columns", list([&["id"], &names[..]].concat()));
    told("db.base.made", list(made));
    told("db.id_in", FactValue::Text("base".to_owned()));
    told("db.id", FactValue::Text(brought.id.to_owned()));
    if let Some(column) = brought.id_column {
        told("db.id_column", FactValue::Text(column.to_owned()));
    }
    facts.add("db.orm", text("sqlalchemy", fact.evidence.clone()));
    facts.add("db.base", text(&format!("{module}:{name}"), fact.evidence));
}

/// What a base brings, by its dotted name.
fn brought(dotted: &str) -> Option<Brought> {
    let of_library = dotted.starts_with("advanced_alchemy.");
    let name = dotted.rsplit('.').next().filter(|_| of_library)?;
    let name = name.strip_suffix("Base")?;
    let (kind, audit) = match name.strip_suffix("Audit") {
        Some(kind) => (kind, &AUDIT[..]),
        None => (name, &[][..]),
    };
    let (_, id, id_column) = IDS.iter().find(|(begin, ..)| *begin == kind)?;
    let sentinel = (*id == "uuid").then_some(SENTINEL);
    Some(Brought {
        id,
        id_column: *id_column,
        columns: sentinel.into_iter().chain(audit.iter().copied()).collect(),
    })
}

#[cfg(test)]
mod tests {
    use crate::detect::tests::check;

    #[test]
    fn bases_that_a_library_brings() {
        let audit = "sa.Column(\"created_at\", sa.DateTime(timezone=True), nullable=False), sa.Column(\"updated_at\", sa.DateTime(timezone=True), nullable=False)";
        let sentinel = "sa.Column(\"sa_orm_sentinel\", sa.Integer(), nullable=True)";
        for (base, id, column, columns, made) in [
            ("BigIntBase", "int", "sa.BigInteger()", "id", ""),
            (
                "BigIntAuditBase",
                "int",
                "sa.BigInteger()",
                "id, created_at, updated_at",
                audit,
            ),
            ("UUIDv7Base", "uuid", "", "id, sa_orm_sentinel", sentinel),
            (
                "UUIDAuditBase",
                "uuid",
                "",
                "id, sa_orm_sentinel, created_at, updated_at",
                &format!("{sentinel}, {audit}"),
            ),
        ] {
            let models = format!(
                "from advanced_alchemy.base import {base}\nfrom sqlalchemy.orm import Mapped\nclass Deck({base}):\n    __tablename__ = \"decks\"\n    name: Mapped[str]\n"
            );
            let own = format!(
                "from advanced_alchemy.base import {base}\nfrom sqlalchemy.orm import Mapped\nclass Row({base}):\n    __abstract__ = True\nclass Deck(Row):\n    __tablename__ = \"decks\"\n    name: Mapped[str]\n"
            );
            let named = format!("advanced_alchemy.base:{base}");
            for (models, class) in [(&models, named.as_str()), (&own, "app.models:Row")] {
                check(
                    &[("app/models.py", models.as_str())],
                    &[
                        ("db.orm", "sqlalchemy"),
                        ("db.base", &named),
                        ("db.base.classes", class),
                        ("db.id", id),
                        ("db.id_in", "base"),
                        ("db.id_column", column),
                        ("db.base.columns", columns),
                        ("db.base.made", made),
                    ],
                );
            }
        }
        let unknown = "from advanced_alchemy.base import NanoIDBase\nfrom sqlalchemy.orm import Mapped\nclass Deck(NanoIDBase):\n    __tablename__ = \"decks\"\n";
        check(&[("app/models.py", unknown)], &[("db.base", "")]);
    }
}
