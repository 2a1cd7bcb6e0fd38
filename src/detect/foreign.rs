//! The facts of a project that patgen did not begin.

use super::code::Code;
use super::config::Config;
use super::entities::Entities;
use super::survey::Survey;
use super::tables::Table;
use super::tally::{Decides, Tally, text};
use super::{
    app, auth, base, conduct, dependencies, derived, fixtures, full_path, functions, header,
    import_root, includes, keys, layout, line_ends, naming_rules, nested, other_rows, parameters,
    pydantic, router, rows, session, settings, style, suffix, tables, visible, wide_ids, words,
};
use crate::facts::{Evidence, Fact, FactValue, Facts, symbol};
use crate::tree::Tree;

/// Whether stamps tell what the project is built on: then nothing is looked for.
pub(super) fn is_begun_here(facts: &Facts) -> bool {
    let foreign = facts.get("project.foreign").map(|fact| &fact.value);
    match foreign {
        Some(FactValue::Flag(foreign)) => !foreign,
        _ => ["http.app", "db.base"].iter().any(|name| {
            let fact = facts.get(name);
            fact.is_some_and(|fact| fact.evidence.place.starts_with("stamp "))
        }),
    }
}

/// Looks through the project and adds what its files show, if there is an application, a declarative base or Alembic.
pub(super) fn add<'a>(tree: &'a dyn Tree, survey: &Survey, facts: &mut Facts) -> Option<Seen<'a>> {
    if survey.python.is_empty() {
        return None;
    }
    let mut code = Code::read(tree, survey.python.clone());
    code.stamped.clone_from(&survey.stamped);
    let votes = import_root::votes(&code);
    let roots = votes.roots(&code.files);
    let dirs: Vec<&str> = roots.dirs.iter().map(String::as_str).collect();
    code.root(&dirs);
    let mut found = Facts::default();
    let includes = includes::includes(&code);
    app::add(&code, &includes, &mut found);
    let bases = tables::bases(&code);
    let mut tables = tables::tables(&code, &bases);
    let Some(evidence) = foreign_by(&found, &bases, &tables, survey, &code) else {
        add_of_library(tree, survey, (&code, &votes, &roots), facts);
        return None;
    };
    let given = facts.clone();
    for (name, fact) in given.iter() {
        found.set(name, fact.clone());
    }
    found.add(
        "project.foreign",
        Fact::certain(FactValue::Flag(true), evidence),
    );
    votes.add_root(&roots, &mut found);
    add_package(&code, &votes, roots.best(), &tables, &mut found);
    votes.add_modules(roots.best(), &code.files, &mut found);
    suffix::add(&mut tables, &mut found);
    let entities = Entities::new(tables.iter().map(|table| table.entity.as_str()));
    let aggregator = router::add(&code, &includes, &entities, &mut found);
    nested::add(&code, &aggregator, &entities, &mut found);
    router::add_form(&code, &aggregator, &entities, &mut found);
    base::add(&code, &bases, &tables, &mut found);
    base::add_entities(&code, &tables, &mut found);
    keys::add(&code, &tables, &mut found);
    session::add(&code, &mut found);
    other_rows::add(&code, &mut found);
    settings::add(&code, &mut found);
    full_path::add(&code, &includes, &mut found);
    parameters::add(&code, &mut found);
    auth::add(&code, &aggregator, &entities, &mut found);
    conduct::add_not_found(&code, &entities, &mut found);
    visible::add_models(&tables, &mut found);
    layout::add(&code, &tables, &aggregator, &entities, &mut found);
    let configs = configs(tree, survey, &found);
    style::add_configured(&configs, &mut found);
    style::add_seen(&code, &mut found);
    line_ends::add(&code, &mut found);
    header::add(&code, &mut found);
    dependencies::add(&configs, &survey.notable, &mut found);
    pydantic::add((tree, &code), &configs, &survey.notable, &mut found);
    dependencies::add_dialect(&urls(&code), only_sqlite(&code), &mut found);
    fixtures::add_place(&code, &mut found);
    fixtures::add(&code, &mut found);
    let modes = ["asyncio_mode", "anyio_mode"].map(|name| of_pytest(&configs, name));
    fixtures::add_runner(&code, modes, &mut found);
    words::add(&code, &tables, &mut found);
    functions::add(&code, &entities, &mut found);
    derived::add(&code, &tables, &mut found);
    rows::add(&code, &tables, &mut found);
    wide_ids::add(&code, &tables, &mut found);
    naming_rules::add(&code, &tables, &mut found);
    rows::add_made(&code, &mut found);
    locate(&code, &mut found);
    *facts = found;
    Some(Seen { code, tables })
}

/// Adds what is known of a library: from where imports start, and which Pydantic it is written for.
fn add_of_library(
    tree: &dyn Tree,
    survey: &Survey,
    (code, votes, roots): (&Code, &import_root::Votes, &import_root::Roots),
    facts: &mut Facts,
) {
    votes.add_root(roots, facts);
    let configs = configs(tree, survey, facts);
    pydantic::add((tree, code), &configs, &survey.notable, facts);
}

/// What was read, for facts that stand on those of other groups.
pub(super) struct Seen<'a> {
    code: Code<'a>,
    tables: Vec<Table>,
}

/// Adds what can be told once the directory of migrations is known.
pub(super) fn add_visible(seen: &Seen, facts: &mut Facts) {
    visible::add(&seen.code, &seen.tables, facts);
}

/// What shows that the project was begun without patgen.
fn foreign_by(
    found: &Facts,
    bases: &[tables::Base],
    tables: &[tables::Table],
    survey: &Survey,
    code: &Code,
) -> Option<Evidence> {
    let app = found.get("http.app").map(|fact| fact.evidence.clone());
    let base = bases
        .first()
        .map(|base| Evidence::line(&base.path, base.line));
    let table = tables
        .first()
        .map(|table| Evidence::line(&table.symbol.path, table.class.line));
    let mut notable = survey.notable.iter();
    let alembic =
        notable.find(|path| path.ends_with("alembic.ini") || path.ends_with("/script.py.mako"));
    app.or(base)
        .or(table)
        .or_else(|| alembic.map(|path| Evidence::line(path, 1)))
        .or_else(|| alembic_env(code))
}

/// The script that Alembic runs, where its configuration is called otherwise or stands in pyproject.
fn alembic_env(code: &Code) -> Option<Evidence> {
    let mut scripts = code.files.iter().filter(|path| path.ends_with("/env.py"));
    scripts.find_map(|path| {
        let text = code.text(path)?;
        let mut lines = text.lines();
        let at = lines.position(|line| line.trim() == "from alembic import context")?;
        Some(Evidence::line(path, at + 1))
    })
}

/// Adds `project.package`, by the modules of the tables or that of the application where imports alone do not settle
/// it, and its directory.
fn add_package(
    code: &Code,
    votes: &import_root::Votes,
    root: &str,
    tables: &[Table],
    found: &mut Facts,
) {
    let mut fact = votes.package(root);
    let of_app = found
        .get("http.app")
        .filter(|fact| fact.certain)
        .and_then(|fact| {
            let (module, _) = symbol(fact.value.as_text()?)?;
            let (top, _) = module.split_once('.')?;
            Some(text(top, fact.evidence.clone()))
        });
    let is_settled = fact.as_ref().is_some_and(|fact| fact.certain);
    if let Some(told) = of_tables(code, tables).or(of_app).filter(|_| !is_settled) {
        fact = Some(told);
    }
    let Some(mut fact) = fact else { return };
    let is_module = |name: &String| {
        code.files
            .contains(&import_root::join(root, &format!("{name}.py")))
    };
    if fact.candidates.iter().any(is_module) {
        // Modules side by side are in no package: each will do.
        fact.certain = true;
        fact.candidates.clear();
    }
    let dir = match (root, fact.value.as_text().unwrap_or_default()) {
        ("", package) => package.to_owned(),
        (root, package) => format!("{root}/{package}"),
    };
    if fact.certain {
        found.add("project.package_dir", text(&dir, fact.evidence.clone()));
    }
    found.add("project.package", fact);
}

/// The package that all tables are in.
fn of_tables(code: &Code, tables: &[Table]) -> Option<Fact> {
    let mut packages = Tally::default();
    for table in tables {
        let module = code.index.module(&table.symbol.path)?;
        let (top, _) = module.split_once('.')?;
        // Modules side by side in no package: `models.order`.
        if ["models", "model", "entities", "db", "database", "schemas"].contains(&top) {
            return None;
        }
        packages.add(top, Evidence::line(&table.symbol.path, table.class.line));
    }
    packages
        .decide(Decides::Share(100))
        .filter(|fact| fact.certain)
}

/// The files that configure the project, the nearest to its package first, then the root's.
fn configs(tree: &dyn Tree, survey: &Survey, found: &Facts) -> Vec<Config> {
    let root = found
        .text("project.import_root")
        .unwrap_or(".")
        .trim_start_matches('.')
        .to_owned();
    let wanted = |path: &&String| {
        let name = path.rsplit('/').next().unwrap_or(path);
        [
            "pyproject.toml",
            "ruff.toml",
            ".ruff.toml",
            "pytest.toml",
            ".pytest.toml",
        ]
        .contains(&name)
            || [
                "setup.cfg",
                "pytest.ini",
                "tox.ini",
                ".flake8",
                ".isort.cfg",
            ]
            .contains(&name)
            || name.ends_with(".txt") && path.contains("requirements")
    };
    let dir = |path: &str| {
        path.rsplit_once('/')
            .map_or(String::new(), |(dir, _)| dir.to_owned())
    };
    let encloses = |path: &&String| {
        let dir = dir(path)
            .trim_end_matches("requirements")
            .trim_end_matches('/')
            .to_owned();
        dir.is_empty() || dir == root || root.starts_with(&format!("{dir}/"))
    };
    let mut paths: Vec<&String> = survey
        .notable
        .iter()
        .filter(wanted)
        .filter(encloses)
        .collect();
    paths.sort_by_key(|path| {
        let is_text = path.ends_with(".txt");
        let is_other = ["dev", "test", "lint", "doc"]
            .iter()
            .any(|word| path.contains(word));
        let depth = dir(path)
            .trim_end_matches("requirements")
            .trim_end_matches('/')
            .len();
        (is_text, std::cmp::Reverse(depth), is_other, path.len())
    });
    paths
        .into_iter()
        .filter_map(|path| Config::read(tree, path))
        .collect()
}

/// What a configuration of pytest sets: `asyncio_mode` is that of pytest-asyncio, `anyio_mode` that of anyio.
fn of_pytest<'a>(configs: &'a [Config], name: &str) -> Option<(&'a str, Evidence)> {
    configs.iter().find_map(|config| {
        let tables = [
            &["tool", "pytest", "ini_options", name][..],
            &["tool", "pytest", name],
            &["pytest", name],
        ];
        let toml = tables.iter().find_map(|keys| config.text_at(keys));
        let ini = || {
            ["pytest", "tool:pytest"]
                .iter()
                .find_map(|section| config.ini(section, name))
        };
        toml.map(|mode| (mode, config.line_of(name))).or_else(ini)
    })
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

/// Dialects that database URLs in the code begin with.
fn urls(code: &Code) -> Vec<(&'static str, Evidence)> {
    let mut found = Vec::new();
    for (path, module) in code.own() {
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

/// Notes the file of every symbol.
fn locate(code: &Code, found: &mut Facts) {
    let modules: Vec<String> = found
        .iter()
        .filter_map(|(_, fact)| symbol(fact.value.as_text()?).map(|(module, _)| module.to_owned()))
        .collect();
    for module in modules {
        if let Some(path) = code.index.path(&module) {
            found.locate(&module, path);
        }
    }
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

    /// Of several packages side by side the program is where its tables are.
    #[test]
    fn the_package_of_several() {
        let server = "from fastapi import FastAPI\nfrom core.db import Base\nfrom app.models import Order\napp = FastAPI()\n";
        let base = "from sqlalchemy.orm import DeclarativeBase\nclass Base(DeclarativeBase): ...\n";
        let order =
            "from core.db import Base\nclass Order(Base):\n    __tablename__ = \"orders\"\n";
        let files = [
            ("core/__init__.py", ""),
            ("core/server.py", server),
            ("core/db.py", base),
            ("app/__init__.py", ""),
            ("app/models.py", order),
            (
                "app/api.py",
                "from app.models import Order\nimport fastapi\n",
            ),
        ];
        check(
            &files,
            &[("http.app", "core.server:app"), ("project.package", "app")],
        );
    }
}
