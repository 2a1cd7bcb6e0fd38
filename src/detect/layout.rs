//! Where the layers of an entity are, as siblings have them: paths with `{singular}` and `{plural}`.

use super::code::{Code, is_test, is_test_module};
use super::entities::Entities;
use super::router::{Aggregator, made};
use super::tables::Table;
use super::tally::{Decides, Tally};
use crate::facts::{Evidence, Facts};
use crate::python::{Class, Module, Resolved};

/// What classes of data access end with.
const REPOSITORIES: [&str; 4] = ["Repository", "Repo", "DAO", "Dao"];
/// Words in the names of files with functions for data access.
const CRUD: [&str; 4] = ["crud", "repository", "repositories", "dao"];
/// Words in the names of files with business functions.
const SERVICE: [&str; 2] = ["service", "services"];

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
            } else if has_ending(&class.name, &REPOSITORIES) || class.name.starts_with("CRUD") {
                repositories.add_of(entities, path, class.line, &class.name);
            } else if has_ending(&class.name, &["Service"]) {
                services.add_of(entities, path, class.line, &class.name);
            }
        }
        if let Some(line) = functions_line(module) {
            if is_named(path, &CRUD) {
                repositories.add(entities, path, line);
            } else if is_named(path, &SERVICE) {
                services.add(entities, path, line);
            }
        }
    }
    for (path, sketch) in code.sketches.iter().filter(|(path, _)| !is_test(path)) {
        for (class, line) in &sketch.classes {
            if has_ending(class, &REPOSITORIES) || class.starts_with("CRUD") {
                repositories.add_of(entities, path, *line, class);
            } else if has_ending(class, &["Service"]) {
                services.add_of(entities, path, *line, class);
            } else if sketch.is_data && entities.begins(class) {
                schemas.add(entities, path, *line);
            }
        }
        if let Some(line) = sketch.function {
            if is_named(path, &CRUD) {
                repositories.add(entities, path, line);
            } else if is_named(path, &SERVICE) {
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
    /// Paths with the name of a class in them that is no entity's.
    others: Tally,
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
        let own = Entities::new([stem]);
        let file = path.rsplit('/').next().unwrap_or(path);
        let named = own.path_template(file).is_some();
        match own.path_template(path) {
            Some(template) if named && entities.path_template(path).is_none() => {
                self.others.add(template, Evidence::line(path, line));
            }
            _ => self.add(entities, path, line),
        }
    }

    /// Whether the one file is called like a layer: then it is for all entities.
    fn is_shared(&self) -> bool {
        let ranked = self.plain.ranked();
        let stem = ranked
            .first()
            .map_or("", |(path, ..)| path.rsplit('/').next().unwrap_or(path));
        let names = [
            "models.py",
            "schemas.py",
            "crud.py",
            "repository.py",
            "repositories.py",
            "service.py",
            "services.py",
        ];
        names.contains(&stem)
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
        if self.templates.is_empty() && !self.others.is_empty() && self.others.total() >= plain {
            if let Some(fact) = self.others.decide(Decides::Most) {
                facts.add(name, fact);
            }
            return;
        }
        if self.templates.is_empty() && plain == 1 && !self.is_shared() {
            return;
        }
        let tally = if single || self.templates.is_empty() {
            self.plain
        } else {
            self.templates
        };
        if let Some(fact) = tally.decide(Decides::Most) {
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

/// The first thing of its own that a module has beside classes.
fn functions_line(module: &Module) -> Option<usize> {
    let mut functions = module
        .functions
        .iter()
        .filter(|function| function.scope.is_empty());
    let mut assignments = module
        .assignments
        .iter()
        .filter(|assigned| assigned.scope.is_empty());
    let function = functions.next().map(|function| function.line);
    function.or_else(|| assignments.next().map(|assigned| assigned.line))
}

/// Whether a word of `names` is in the directory's or the file's name.
fn is_named(path: &str, names: &[&str]) -> bool {
    let stem = path.strip_suffix(".py").unwrap_or(path);
    stem.split('/')
        .any(|part| part.split('_').any(|word| names.contains(&word)))
}
