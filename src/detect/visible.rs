//! Where models are, and how Alembic comes to see them: the import closure from `env.py`.

mod brings;
mod closure;
#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet};

use brings::brings;
use closure::{Closure, absolute};

use super::code::Code;
use super::entities::Entities;
use super::tables::Table;
use super::tally::text;
use crate::facts::{Evidence, Fact, FactValue, Facts};
use crate::python::{Import, Module};

/// Adds `db.models`: the one module, or the package that most of them are in.
pub(super) fn add_models(tables: &[Table], facts: &mut Facts) {
    let mut modules: BTreeMap<&str, (usize, &Table)> = BTreeMap::new();
    for table in tables {
        modules.entry(&table.symbol.module).or_insert((0, table)).0 += 1;
    }
    let Some((module, (count, first))) = modules.iter().max_by_key(|(_, (count, _))| *count) else {
        return;
    };
    let evidence = |table: &Table| Evidence::line(&table.symbol.path, table.class.line);
    if count * 2 > tables.len() && (*count > 1 || modules.len() == 1) {
        facts.add("db.models", text(module, evidence(first)));
        return;
    }
    let mut packages: BTreeMap<&str, (usize, &Table)> = BTreeMap::new();
    for (module, (_, table)) in &modules {
        let package = module.rsplit_once('.').map_or("", |(package, _)| package);
        packages.entry(package).or_insert((0, table)).0 += 1;
    }
    let most = packages.iter().max_by_key(|(_, (count, _))| *count);
    if let Some((package, (count, table))) = most
        && count * 2 > modules.len()
        && !package.is_empty()
    {
        facts.add("db.models", text(package, evidence(table)));
    }
}

/// Adds `db.models.visible_by` and `db.models.visible_form`.
pub(super) fn add(code: &Code, tables: &[Table], facts: &mut Facts) {
    let migrations = facts.get("db.migrations").filter(|fact| fact.certain);
    let Some(dir) = migrations.and_then(|fact| fact.value.as_text()) else {
        if !facts.has("db.migrations") {
            add_package(code, tables, facts);
        }
        return;
    };
    let env = format!("{dir}/env.py");
    let Some(closure) = Closure::from(code, &env) else {
        return;
    };
    let wanted: BTreeSet<&str> = tables
        .iter()
        .map(|table| table.symbol.path.as_str())
        .collect();
    let seen = wanted
        .iter()
        .filter(|path| closure.files.contains(**path))
        .count();
    let form = |form: &str, evidence: Evidence| text(form, evidence);
    if let Some((path, line)) = closure.walk {
        facts.add(
            "db.models.visible_form",
            form("dynamic", Evidence::line(&path, line)),
        );
    } else if seen == 0 {
        facts.add(
            "db.models.visible_form",
            form("none", Evidence::line(&env, 1)),
        );
    } else if wanted.len() == 1 && tables.len() > 1 || is_one_module(&closure, facts) {
        facts.add(
            "db.models.visible_form",
            form("single", Evidence::line(&env, 1)),
        );
    } else {
        add_importer(code, &closure, (tables, &wanted), &env, facts);
    }
}

/// Without migrations: the package of the models, where that passes most of them on.
fn add_package(code: &Code, tables: &[Table], facts: &mut Facts) {
    let package = facts.text("db.models").and_then(|it| code.index.path(it));
    let Some(init) = package.filter(|path| path.ends_with("/__init__.py")) else {
        return;
    };
    let init = init.to_owned();
    let wanted: BTreeSet<&str> = tables.iter().map(|it| it.symbol.path.as_str()).collect();
    let closure = Closure {
        files: BTreeSet::from([init]),
        walk: None,
    };
    let is_there = !wanted.iter().any(|path| closure.files.contains(*path));
    if wanted.len() > 1 && is_there {
        add_importer(code, &closure, (tables, &wanted), "", facts);
    }
}

/// Whether new models go into a module that is seen already.
fn is_one_module(closure: &Closure, facts: &Facts) -> bool {
    let model = facts.get("layout.model").filter(|fact| fact.certain);
    let path = model.and_then(|fact| fact.value.as_text());
    path.is_some_and(|path| !path.contains('{') && closure.files.contains(path))
}

/// From so many models on, a file that has code of its own may import them for Alembic's sake.
const MANY: usize = 3;

/// Why a file imports models.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Business {
    /// It is a package that passes them on.
    Package,
    /// It is the script of Alembic.
    Script,
    /// It does nothing else: neither functions nor classes are in it.
    List,
    /// It may just use them.
    Other,
}

impl Business {
    fn of(code: &Code, path: &str, env: &str) -> Self {
        let module = code.module(path);
        let has_own = module.is_some_and(|it| !it.functions.is_empty() || !it.classes.is_empty());
        match (path == env, has_own, path.ends_with("__init__.py")) {
            (true, ..) => Self::Script,
            (_, true, _) => Self::Other,
            (_, _, true) => Self::Package,
            _ => Self::List,
        }
    }
}

/// The file on the closure that imports most of the models, if that is most of them.
fn add_importer(
    code: &Code,
    closure: &Closure,
    (tables, wanted): (&[Table], &BTreeSet<&str>),
    env: &str,
    facts: &mut Facts,
) {
    let mut importers: Vec<(&str, BTreeSet<String>, usize, usize)> = Vec::new();
    for path in &closure.files {
        let Some(module) = code.module(path) else {
            continue;
        };
        let mut models = BTreeSet::new();
        let mut statements: BTreeMap<usize, usize> = BTreeMap::new();
        let mut first = None;
        let made = made_at(path, facts);
        for import in &module.imports {
            if import.scope.is_empty() && made.is_some_and(|line| import.line < line) {
                continue;
            }
            let gives = brings(code, path, import, wanted);
            if !gives.is_empty() && !wanted.contains(path.as_str()) {
                first.get_or_insert(import.statement);
                *statements.entry(import.statement).or_default() += 1;
                models.extend(gives);
            }
        }
        let most = statements.values().copied().max().unwrap_or(0);
        importers.extend(first.map(|line| (path.as_str(), models, most, line)));
    }
    // Of equals, the one whose business it is: `__init__` before a side file, both before whoever uses models.
    let business = |path: &str, models: &BTreeSet<String>| match Business::of(code, path, env) {
        // That of one entity among others passes on its own.
        Business::Package if wanted.len() > 1 && models.len() * 2 <= wanted.len() => {
            Business::Other
        }
        business => business,
    };
    let best = importers
        .iter()
        .filter(|(path, models, ..)| business(path, models) != Business::Other)
        .map(|(_, models, ..)| models.len())
        .max();
    importers.sort_by_key(|(path, models, ..)| {
        let business = business(path, models);
        let is_meant = models.len() >= MANY && models.len() > best.unwrap_or(0) * 2;
        (
            business == Business::Other && !is_meant,
            std::cmp::Reverse(models.len()),
            business,
            path.len(),
        )
    });
    let Some((path, models, most, line)) = importers.first() else {
        if !env.is_empty() {
            let none = text("none", Evidence::line(env, 1));
            facts.add("db.models.visible_form", none);
        }
        return;
    };
    let evidence = Evidence::line(path, *line);
    let mut fact = Fact::certain(FactValue::Text((*path).to_owned()), evidence.clone());
    if models.len() * 2 < wanted.len() {
        fact.certain = false;
        fact.candidates = importers
            .iter()
            .take(3)
            .map(|(path, ..)| (*path).to_owned())
            .collect();
    }
    let is_whole = |module: &Module| {
        let mut imports = module.imports.iter();
        imports.any(|import| import.statement == *line && import.name.is_none())
    };
    let form = match code.module(path) {
        Some(module) if is_whole(&module) => "module",
        Some(module) if add_alias(code, (path, &module), *line, tables, facts) => "submodule",
        Some(module) if !module.exported().is_empty() => "export",
        Some(module) if passes_on(&module, *line) => "reexport",
        Some(_) if *most > 1 => "list",
        _ => "import",
    };
    // A function that env.py calls may do it.
    let scope = code.module(path).and_then(|module| {
        let mut imports = module.imports.iter();
        let scope = imports
            .find(|import| import.statement == *line)?
            .scope
            .clone();
        (!scope.is_empty()).then_some(scope)
    });
    if let Some(scope) = scope {
        facts.add("db.models.visible_in", text(&scope, evidence.clone()));
    }
    facts.add("db.models.visible_form", text(form, evidence));
    facts.add("db.models.visible_by", fact);
}

/// The line where the file makes the base of models: what is imported above it cannot be a model of that base.
fn made_at(path: &str, facts: &Facts) -> Option<usize> {
    let base = facts.get("db.base").map(|fact| &fact.evidence);
    base.filter(|evidence| evidence.place == path)?.line
}

/// Whether the statement at a line imports the module of a model, not the model. Adds what it is called there.
fn add_alias(
    code: &Code,
    (path, module): (&str, &Module),
    line: usize,
    tables: &[Table],
    facts: &mut Facts,
) -> bool {
    let is_module = |import: &&Import| {
        let target = absolute(code, import, path).zip(import.name.as_ref());
        target.is_some_and(|(target, name)| {
            let module = format!("{target}.{name}");
            tables.iter().any(|table| table.symbol.module == module)
        })
    };
    let mut imports = module.imports.iter();
    let found = imports.find(|import| import.statement == line && is_module(import));
    let entities = Entities::new(tables.iter().map(|table| table.entity.as_str()));
    let renamed = found.filter(|import| import.aliased);
    if let Some(alias) = renamed.and_then(|import| entities.template(&import.bound)) {
        let fact = text(&alias, Evidence::line(path, line));
        facts.add("db.models.visible_as", fact);
    }
    found.is_some() && (renamed.is_none() || facts.get("db.models.visible_as").is_some())
}

/// Whether the statement at a line passes its names on: `from shop.orders import Order as Order`.
fn passes_on(module: &Module, line: usize) -> bool {
    let mut imports = module.imports.iter();
    imports.any(|import| {
        let is_itself = import.name.as_deref() == Some(&import.bound);
        import.statement == line && import.aliased && is_itself
    })
}
