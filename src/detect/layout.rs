//! Where the layers of an entity are, as siblings have them: paths with `{singular}` and `{plural}`.

use super::code::Code;
use super::entities::Entities;
use super::router::{Aggregator, made};
use super::tables::Table;
use super::tally::{Decides, Tally};
use crate::facts::{Evidence, Facts};
use crate::python::{Class, Module, Resolved};

/// Adds `layout.…`: for each layer the form of path that most siblings have.
pub(super) fn add(
    code: &Code,
    tables: &[Table],
    aggregator: &Aggregator,
    entities: &Entities,
    facts: &mut Facts,
) {
    let mut models = Layer::default();
    for table in tables {
        models.add(entities, &table.symbol.path, table.class.line);
    }
    let mut routers = Layer::default();
    for include in &aggregator.includes {
        if let Some(made) = made(code, include) {
            routers.add(entities, &made.symbol.path, made.line);
        }
    }
    let (mut schemas, mut repositories, mut services) = <(Layer, Layer, Layer)>::default();
    for (path, module) in code.own() {
        for class in module.classes.iter().filter(|class| class.scope.is_empty()) {
            if is_schema(code, path, class, entities) {
                schemas.add(entities, path, class.line);
            } else if has_ending(&class.name, &["Repository", "Repo", "DAO", "Dao"])
                || class.name.starts_with("CRUD")
            {
                repositories.add_of(entities, path, class.line, &class.name);
            } else if has_ending(&class.name, &["Service"]) {
                services.add_of(entities, path, class.line, &class.name);
            }
        }
        if let Some(line) = functions_line(module) {
            if is_named(path, &["crud", "repository", "repositories", "dao"]) {
                repositories.add(entities, path, line);
            } else if is_named(path, &["service", "services"]) {
                services.add(entities, path, line);
            }
        }
    }
    let mut tests = Layer::default();
    for path in code.files.iter().filter(|path| is_test_module(path)) {
        tests.add(entities, path, 1);
    }
    for (name, layer) in [
        ("layout.model", models),
        ("layout.router", routers),
        ("layout.schema", schemas),
        ("layout.repository", repositories),
        ("layout.service", services),
        ("layout.test", tests),
    ] {
        layer.decide(name, facts);
    }
}

/// The places of one layer.
#[derive(Default)]
struct Layer {
    /// Paths with an entity's name in them.
    templates: Tally,
    /// Paths without one.
    plain: Tally,
}

impl Layer {
    fn add(&mut self, entities: &Entities, path: &str, line: usize) {
        let evidence = Evidence::line(path, line);
        match entities.path_template(path) {
            Some(template) => self.templates.add(template, evidence),
            None => self.plain.add(path, evidence),
        }
    }

    /// As [`Layer::add`], where the class's own name may be that of the entity: `AuditRepository` in `audit.py`.
    fn add_of(&mut self, entities: &Entities, path: &str, line: usize, class: &str) {
        let stem = class.trim_start_matches("CRUD");
        let stem = ["Repository", "Repo", "Service", "DAO", "Dao"]
            .iter()
            .find_map(|end| stem.strip_suffix(end))
            .unwrap_or(stem);
        match (entities.path_template(path), stem) {
            (None, stem) if !stem.is_empty() => self.add(&Entities::new([stem]), path, line),
            _ => self.add(entities, path, line),
        }
    }

    /// The form that most have; one file for all where several of the layer are in it.
    fn decide(self, name: &str, facts: &mut Facts) {
        let plain = self
            .plain
            .ranked()
            .first()
            .map_or(0, |(_, count, _)| *count);
        let template = self
            .templates
            .ranked()
            .first()
            .map_or(0, |(_, count, _)| *count);
        let single = plain > 1 && plain > template * 2;
        let tally = if single || self.templates.is_empty() {
            self.plain
        } else {
            self.templates
        };
        if let Some(fact) = tally.decide(Decides::Share(50)) {
            facts.add(name, fact);
        }
    }
}

fn has_ending(name: &str, endings: &[&str]) -> bool {
    endings
        .iter()
        .any(|ending| name.ends_with(ending) && name.len() > ending.len())
}

/// A class of data that is no table: its name begins with an entity's.
fn is_schema(code: &Code, path: &str, class: &Class, entities: &Entities) -> bool {
    let is_model = |ancestor: &Resolved| {
        ancestor.external().is_some_and(|name| {
            matches!(
                name,
                "pydantic.BaseModel"
                    | "pydantic.main.BaseModel"
                    | "sqlmodel.SQLModel"
                    | "sqlmodel.main.SQLModel"
            )
        })
    };
    class.keyword("table").is_none()
        && class.attribute("__tablename__").is_none()
        && entities.begins(&class.name)
        && code.ancestors(path, class).iter().any(is_model)
}

fn functions_line(module: &Module) -> Option<usize> {
    let mut functions = module
        .functions
        .iter()
        .filter(|function| function.scope.is_empty());
    functions.next().map(|function| function.line)
}

/// Whether a word of `names` is in the directory's or the file's name.
fn is_named(path: &str, names: &[&str]) -> bool {
    let stem = path.strip_suffix(".py").unwrap_or(path);
    stem.split('/')
        .any(|part| part.split('_').any(|word| names.contains(&word)))
}

fn is_test_module(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or(path);
    name.starts_with("test_") || name.ends_with("_test.py")
}
