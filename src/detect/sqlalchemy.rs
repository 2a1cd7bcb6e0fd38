//! Whether the project is written for SQLAlchemy 1, and how it imports its names.

use std::collections::BTreeSet;

use super::code::Code;
use super::tally::{Decides, Tally, text};
use super::versions::{Asked, spoken, sqlmodel};
use crate::facts::{Evidence, Facts};
use crate::python::{Import, Module};

/// Words that the first version wanted, and words that only the second knows.
const OLD: [&str; 2] = ["sqlalchemy.ext.declarative", "sqlalchemy.future"];
const NEW: [&str; 4] = [
    "DeclarativeBase",
    "Mapped[",
    "async_sessionmaker",
    "mapped_column",
];

/// The last number of the first `SQLModel` that takes the second version.
const SQLMODEL_TAKES_NEW: u32 = 12;

/// Adds `project.sqlalchemy` where that is 1: as a lock file has it, else as a requirement asks for it or for a `SQLModel`
/// that takes no other. What was written for Pydantic 1, and says nothing, is believed by its words, too: the second
/// version takes most of them.
pub(super) fn add(code: &Code, wanted: &Asked, facts: &mut Facts) {
    let is_old = facts.text("project.pydantic").is_some();
    let used = || spoken(code, "sqlalchemy", &OLD, &NEW).filter(|_| is_old);
    let by_others = |line: &str| (sqlmodel(line)? < SQLMODEL_TAKES_NEW).then_some(true);
    let told = wanted.told("sqlalchemy", by_others, facts).or_else(used);
    if let Some((true, evidence)) = told {
        facts.add("project.sqlalchemy", text("1", evidence));
    }
}

/// Adds `db.imports` where nearly all modules import `names` of SQLAlchemy, and not the `module`.
pub(super) fn add_imports(code: &Code, facts: &mut Facts) {
    let mut tally = Tally::default();
    let is_written = |(path, _): &(&str, &Module)| !code.stamped.contains(*path);
    for (path, module) in code.own().filter(is_written) {
        let is_of = |import: &&Import| import.module == "sqlalchemy" && import.scope.is_empty();
        let all: Vec<&Import> = module.imports.iter().filter(is_of).collect();
        let forms: BTreeSet<bool> = all.iter().map(|import| import.name.is_some()).collect();
        // What does both shows no habit.
        if let (Some(first), 1) = (all.first(), forms.len()) {
            let form = if first.name.is_some() {
                "names"
            } else {
                "module"
            };
            tally.add(form, Evidence::line(path, first.line));
        }
    }
    let most = tally.decide(Decides::Share(80)).filter(|fact| fact.certain);
    if let Some(fact) = most.filter(|fact| fact.value.as_text() == Some("names")) {
        facts.add("db.imports", fact);
    }
}

#[cfg(test)]
mod tests {
    use crate::detect::tests::check;

    const MAIN: (&str, &str) = ("main.py", "from fastapi import FastAPI\napp = FastAPI()\n");
    const OLD: (&str, &str) = (
        "models.py",
        "from sqlalchemy.ext.declarative import declarative_base\nBase = declarative_base()\n",
    );
    const NEW: (&str, &str) = (
        "models.py",
        "from sqlalchemy.ext.declarative import x\nfrom sqlalchemy.orm import DeclarativeBase\n",
    );

    #[test]
    fn which_sqlalchemy() {
        let requirements = |text: &'static str| ("requirements.txt", text);
        let lock = "[[package]]\nname = \"SQLAlchemy\"\nversion = \"1.4.41\"\n";
        for (files, expected) in [
            ([requirements("SQLAlchemy==1.4.35\n"), OLD], "1"),
            ([requirements("sqlalchemy[asyncio]<2\n"), OLD], "1"),
            ([requirements("sqlmodel==0.0.8\n"), MAIN], "1"),
            ([requirements("sqlmodel==0.0.12\n"), MAIN], ""),
            ([requirements("SQLAlchemy==2.0.2\npydantic<2\n"), OLD], ""),
            ([requirements("sqlalchemy-utils==1.4\n"), MAIN], ""),
            ([("poetry.lock", lock), MAIN], "1"),
            ([requirements("pydantic<2\nsqlalchemy\n"), OLD], "1"),
            ([requirements("pydantic<2\nsqlalchemy\n"), NEW], ""),
            ([requirements("pydantic\nsqlalchemy\n"), OLD], ""),
        ] {
            let [one, other] = files;
            check(&[MAIN, one, other], &[("project.sqlalchemy", expected)]);
        }
    }

    #[test]
    fn how_names_are_imported() {
        let names = "from sqlalchemy import String, select\n";
        let module = "import sqlalchemy as sa\n";
        let both = "import sqlalchemy as sa\nfrom sqlalchemy import orm\n";
        for (models, expected) in [
            ([names, names], "names"),
            ([names, "from sqlalchemy.orm import Mapped\n"], "names"),
            ([names, module], ""),
            ([both, both], ""),
            (["", ""], ""),
        ] {
            let [a, b] = models;
            let files = [MAIN, ("a.py", a), ("b.py", b)];
            check(&files, &[("db.imports", expected)]);
        }
    }
}
