//! The facts of a project that patgen did not begin.

use super::code::Code;
use super::config::Config;
use super::entities::Entities;
use super::survey::Survey;
use super::tables::Table;
use super::tally::{Decides, Tally, text};
use super::{
    affix, app, auth, base, conduct, configs, dependencies, derived, dialect, fixtures, full_path,
    functions, header, import_root, includes, keys, layout, line_ends, naming_rules, nested,
    other_rows, parameters, pydantic, router, rows, session, settings, sqlalchemy, style, tables,
    test_form, versions, visible, words,
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
    affix::add(&mut tables, &mut found);
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
    auth::add(&code, &aggregator, &entities, &mut found);
    conduct::add_not_found(&code, &entities, &mut found);
    visible::add_models(&tables, &mut found);
    layout::add(&code, &tables, &aggregator, &entities, &mut found);
    let configs = configs::read(tree, survey, &found);
    style::add_configured(&configs, &mut found);
    style::add_seen(&code, &mut found);
    line_ends::add(&code, &mut found);
    header::add(&code, &mut found);
    dependencies::add(&configs, &survey.notable, &mut found);
    add_versions(tree, &code, (&configs, &survey.notable), &mut found);
    parameters::add(&code, &mut found);
    dialect::add(&code, &mut found);
    fixtures::add_place(&code, &mut found);
    fixtures::add(&code, &mut found);
    let modes = ["asyncio_mode", "anyio_mode"].map(|name| configs::of_pytest(&configs, name));
    fixtures::add_runner(&code, modes, &mut found);
    test_form::add(&code, &mut found);
    words::add(&code, &tables, &mut found);
    functions::add(&code, &entities, &mut found);
    layout::part(&code, &entities, &mut found);
    derived::add(&code, &tables, &mut found);
    rows::add(&code, &tables, &mut found);
    naming_rules::add(&code, &tables, &mut found);
    rows::add_made(&code, &mut found);
    locate(&code, &mut found);
    *facts = found;
    Some(Seen { code, tables })
}

/// Adds what is known of a library: from where imports start, which Pydantic it is written for, how its code and its
/// tests are written and run.
fn add_of_library(
    tree: &dyn Tree,
    survey: &Survey,
    (code, votes, roots): (&Code, &import_root::Votes, &import_root::Roots),
    facts: &mut Facts,
) {
    votes.add_root(roots, facts);
    let configs = configs::read(tree, survey, facts);
    add_versions(tree, code, (&configs, &survey.notable), facts);
    style::add_configured(&configs, facts);
    style::add_quotes(code, facts);
    dependencies::add_run(&configs, &survey.notable, facts);
    test_form::add(code, facts);
}

/// Adds which versions of its packages the project is written for.
fn add_versions(
    tree: &dyn Tree,
    code: &Code,
    (configs, files): (&[Config], &[String]),
    facts: &mut Facts,
) {
    let wanted = versions::Asked {
        tree,
        configs,
        files,
    };
    pydantic::add(code, &wanted, facts);
    sqlalchemy::add(code, &wanted, facts);
    sqlalchemy::add_imports(code, facts);
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
