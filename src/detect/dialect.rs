//! Which database the project keeps its rows in, and which others it runs on.

use std::collections::BTreeMap;

use super::code::Code;
use super::tally::text;
use crate::facts::{Evidence, Fact, FactValue, Facts};
use crate::python::Module;

/// Adds `db.dialect`: by the drivers that are declared, unless every engine is made for SQLite, else by what URLs in the
/// code begin with; and `db.dialects` where the project and its tests run on several.
pub(super) fn add(code: &Code, facts: &mut Facts) {
    let (urls, only_sqlite) = (urls(code, code.own()), only_sqlite(code));
    let names = match facts.get("project.dependencies").map(|fact| &fact.value) {
        Some(FactValue::List(names)) => names.clone(),
        _ => Vec::new(),
    };
    let evidence = facts
        .get("project.dependencies")
        .map(|fact| fact.evidence.clone());
    let by_driver = |name: &String| match name.as_str() {
        "asyncpg" | "psycopg" | "psycopg2" | "psycopg2-binary" | "psycopg-binary" | "pg8000" => {
            Some("postgresql")
        }
        "aiosqlite" => Some("sqlite"),
        "aiomysql" | "asyncmy" | "pymysql" | "mysqlclient" | "mysql-connector-python" => {
            Some("mysql")
        }
        _ => None,
    };
    let mut found: Vec<(&str, Evidence)> = Vec::new();
    if let Some(evidence) = evidence {
        found.extend(
            names
                .iter()
                .filter_map(by_driver)
                .map(|dialect| (dialect, evidence.clone())),
        );
    }
    if found.iter().all(|(dialect, _)| *dialect == "sqlite") {
        found.extend(urls.iter().cloned());
    }
    let mut seen: Vec<(&str, Evidence)> = Vec::new();
    for (dialect, evidence) in found {
        if !seen.iter().any(|(known, _)| *known == dialect) {
            seen.push((dialect, evidence));
        }
    }
    // SQLite beside one server is what tests run on; of several servers the one that URLs lead to is the database.
    let mut servers: Vec<&(&str, Evidence)> = seen
        .iter()
        .filter(|(dialect, _)| *dialect != "sqlite")
        .collect();
    if let Some(evidence) = only_sqlite.filter(|_| !servers.is_empty()) {
        facts.add("db.dialect", text("sqlite", evidence));
        return;
    }
    add_all(code, &seen, facts);
    let is_named = |it: &&(&str, Evidence)| urls.iter().any(|(dialect, _)| *dialect == it.0);
    if servers.iter().filter(|it| is_named(it)).count() == 1 {
        servers.retain(is_named);
    }
    let chosen = match (&servers[..], seen.first()) {
        ([one], _) => (*one).clone(),
        ([], Some(first)) => first.clone(),
        (several, _) => {
            let Some(first) = several.first() else { return };
            let mut fact = text(first.0, first.1.clone());
            fact.certain = false;
            fact.candidates = several
                .iter()
                .map(|(dialect, _)| (*dialect).to_owned())
                .collect();
            facts.add("db.dialect", fact);
            return;
        }
    };
    facts.add("db.dialect", text(chosen.0, chosen.1));
}

/// Adds `db.dialects`: those that were seen, and those that the tests run on.
fn add_all(code: &Code, seen: &[(&str, Evidence)], facts: &mut Facts) {
    let of_tests = urls(code, code.tests());
    let all: BTreeMap<&str, Evidence> = seen.iter().cloned().chain(of_tests).collect();
    let Some(evidence) = all.values().next().filter(|_| all.len() > 1) else {
        return;
    };
    let names = all.keys().map(|name| (*name).to_owned()).collect();
    let fact = Fact::certain(FactValue::List(names), evidence.clone());
    facts.add("db.dialects", fact);
}

/// Where an engine is made, if every one is made with what says SQLite: `create_async_engine(sqlite_url(path))`.
fn only_sqlite(code: &Code) -> Option<Evidence> {
    let mut first = None;
    for (path, module) in code.own() {
        let is_engine = |name: &str| matches!(name, "create_engine" | "create_async_engine");
        for site in module.calls.iter().filter(|it| is_engine(it.call.name())) {
            let url = site.call.argument("url", 0)?;
            if !module.as_value(url, &site.scope).source.contains("sqlite") {
                return None;
            }
            first.get_or_insert(Evidence::line(path, site.call.line));
        }
    }
    first
}

/// Dialects that database URLs in these modules begin with.
fn urls<'a>(
    code: &Code,
    modules: impl Iterator<Item = (&'a str, &'a Module)>,
) -> Vec<(&'static str, Evidence)> {
    let mut found = Vec::new();
    for (path, module) in modules {
        let tells = module.calls.iter().any(|site| {
            site.call.name().contains("create_") && site.call.name().ends_with("engine")
        });
        let is_settings = module.imports.iter().any(|import| {
            import.bound == "BaseSettings" || import.name.as_deref() == Some("PostgresDsn")
        });
        if !tells && !is_settings {
            continue;
        }
        let text = code.text(path).unwrap_or_default();
        for (index, line) in text.lines().enumerate() {
            for (word, dialect) in [
                ("postgresql", "postgresql"),
                ("postgres", "postgresql"),
                ("Postgres", "postgresql"),
                ("mysql", "mysql"),
                ("sqlite", "sqlite"),
            ] {
                if line.contains(word) {
                    found.push((dialect, Evidence::line(path, index + 1)));
                }
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use crate::detect::tests::check;

    /// The driver of a server says nothing where all engines are those of SQLite.
    #[test]
    fn the_dialect_of_engines() {
        let requirements = "fastapi\nasyncpg\naiosqlite\n";
        let engine = |url: &str| {
            format!(
                "from sqlalchemy.ext.asyncio import create_async_engine\nURL = \"sqlite+aiosqlite://\"\nengine = create_async_engine({url})\n"
            )
        };
        for (url, expected) in [
            ("sqlite_url(path)", "sqlite"),
            ("URL", "sqlite"),
            ("settings.url", "postgresql"),
        ] {
            let files = [
                ("requirements.txt", requirements),
                (
                    "app/main.py",
                    "from fastapi import FastAPI\napp = FastAPI()\n",
                ),
                ("app/db.py", &engine(url)),
            ];
            check(&files, &[("db.dialect", expected)]);
        }
    }

    /// Tests on SQLite of a program on PostgreSQL: stamped code runs on both.
    #[test]
    fn the_dialects_of_tests() {
        let engine = |url: &str| {
            format!("from sqlalchemy import create_engine\nengine = create_engine(\"{url}\")\n")
        };
        for (url, expected) in [
            ("sqlite://", "postgresql, sqlite"),
            ("postgresql+psycopg://", ""),
        ] {
            let files = [
                ("requirements.txt", "fastapi\npsycopg\n"),
                (
                    "app/main.py",
                    "from fastapi import FastAPI\napp = FastAPI()\n",
                ),
                ("app/db.py", &engine("postgresql+psycopg://")),
                (
                    "tests/conftest.py",
                    &(engine(url) + "\n\n@fixture\ndef made():\n    return engine\n"),
                ),
            ];
            check(
                &files,
                &[("db.dialect", "postgresql"), ("db.dialects", expected)],
            );
        }
    }
}
