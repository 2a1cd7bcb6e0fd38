//! What keeps rows otherwise than by models of `SQLAlchemy` or `SQLModel`, and sessions that no route depends on: patgen
//! stamps nothing for these, and says so.

use super::code::Code;
use super::session::of_class;
use super::tally::text;
use crate::facts::{Evidence, Facts};
use crate::idiom::makes_maker;

/// Packages that keep rows, and what people call them. Drivers come last: others stand on them.
const KEEPERS: [(&str, &str); 17] = [
    ("tortoise", "Tortoise ORM"),
    ("beanie", "Beanie"),
    ("odmantic", "ODMantic"),
    ("mongoengine", "MongoEngine"),
    ("ormar", "ormar"),
    ("piccolo", "Piccolo"),
    ("peewee", "Peewee"),
    ("pony", "Pony ORM"),
    ("gino", "GINO"),
    ("django", "Django"),
    ("databases", "SQL through `databases`"),
    ("motor", "MongoDB"),
    ("pymongo", "MongoDB"),
    ("asyncpg", "SQL through `asyncpg`"),
    ("psycopg", "SQL through `psycopg`"),
    ("psycopg2", "SQL through `psycopg2`"),
    ("sqlite3", "SQL through `sqlite3`"),
];

/// Adds `db.other` where there is no base of models or no session, and `db.session.made` where sessions are made that
/// nothing gives to routes.
pub(super) fn add(code: &Code, facts: &mut Facts) {
    if facts.has("db.base") && facts.has("db.session") {
        return;
    }
    if let Some((name, evidence)) = imperative(code).or_else(|| imported(code)) {
        facts.add("db.other", text(name, evidence));
    }
    if let Some((callee, evidence)) = made(code).filter(|_| !facts.has("db.session")) {
        facts.add("db.session.made", text(&callee, evidence));
    }
}

/// Classes that are mapped to tables by a call.
pub(super) fn imperative(code: &Code) -> Option<(&'static str, Evidence)> {
    code.own().find_map(|(path, module)| {
        let mut calls = module.calls.iter();
        let found = calls.find(|site| site.call.name() == "map_imperatively")?;
        let evidence = Evidence::line(path, found.call.line);
        Some(("SQLAlchemy's imperative mapping", evidence))
    })
}

/// The first of the packages that the program imports.
fn imported(code: &Code) -> Option<(&'static str, Evidence)> {
    let mut found = KEEPERS.iter().map(|(package, name)| {
        let mut importing = code.importing(package);
        let (path, line) = importing.next().filter(|_| !code.index.knows(package))?;
        Some((*name, Evidence::line(path, line)))
    });
    found.find_map(|it| it)
}

/// What makes sessions of SQLAlchemy somewhere in the program.
fn made(code: &Code) -> Option<(String, Evidence)> {
    code.own().find_map(|(path, module)| {
        let mut calls = module.calls.iter();
        let is_session = |callee: &str| of_class(code, path, callee).is_some();
        let found = calls.find(|site| {
            let opens = || site.call.callee().is_some_and(is_session);
            makes_maker(&site.call).is_some() || opens()
        })?;
        Some((
            found.call.name().to_owned(),
            Evidence::line(path, found.call.line),
        ))
    })
}

#[cfg(test)]
mod tests {
    use crate::detect::tests::check;

    #[test]
    fn rows_kept_otherwise() {
        let main = "from fastapi import FastAPI\napp = FastAPI()\n";
        for (models, expected, made) in [
            (
                "from tortoise import fields\nfrom tortoise.models import Model\n",
                "Tortoise ORM",
                "",
            ),
            ("import beanie\nimport motor.motor_asyncio\n", "Beanie", ""),
            ("import asyncpg\n", "SQL through `asyncpg`", ""),
            (
                "from sqlalchemy.orm import registry\nmapping = registry()\nmapping.map_imperatively(Order, orders)\n",
                "SQLAlchemy's imperative mapping",
                "",
            ),
            (
                "from sqlalchemy.orm import Session, registry\nmapping = registry()\nmapping.map_imperatively(Order, orders)\ndef get_db() -> Session: ...\n",
                "SQLAlchemy's imperative mapping",
                "",
            ),
            (
                "import psycopg\nfrom sqlalchemy.orm import DeclarativeBase, Session\nclass Base(DeclarativeBase): ...\ndef get_db() -> Session: ...\n",
                "",
                "",
            ),
            (
                "from sqlalchemy.orm import DeclarativeBase, sessionmaker\nclass Base(DeclarativeBase): ...\nclass Keeper:\n    def __init__(self):\n        self.sessions = sessionmaker()\n",
                "",
                "sessionmaker",
            ),
            (
                "from sqlalchemy.orm import DeclarativeBase, Session\nclass Base(DeclarativeBase): ...\ndef find():\n    with Session(engine) as session: ...\n",
                "",
                "Session",
            ),
            ("", "", ""),
        ] {
            let files = [("app/main.py", main), ("app/models.py", models)];
            check(&files, &[("db.other", expected), ("db.session.made", made)]);
        }
    }
}
