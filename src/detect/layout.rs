//! Where the layers of an entity are, as siblings have them: paths with `{singular}` and `{plural}`.

use super::code::{Code, DATA, is_test, is_test_module};
use super::entities::Entities;
use super::router::{Aggregator, made};
use super::tables::Table;
use super::tally::{Decides, Tally};
use crate::facts::{Evidence, Facts};
use crate::python::{Class, Expression, Module, Resolved};

/// What classes of data access end with.
const REPOSITORIES: [&str; 4] = ["Repository", "Repo", "DAO", "Dao"];
/// Words in the names of files with functions for data access.
const CRUD: [&str; 4] = ["crud", "repository", "repositories", "dao"];
/// What stands in tests that send requests.
const SENDING: [&str; 4] = ["client.", "TestClient", "AsyncClient", "url_path_for"];
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
            } else if let Some(access) = Access::of_class(&class.name).filter(|_| !is_data(class)) {
                let layer = access.of(&mut repositories, &mut services);
                layer.add_of(entities, path, class.line, &class.name);
            }
        }
        if let (Some(access), Some(line)) = (Access::of_file(path), functions_line(module)) {
            let layer = access.of(&mut repositories, &mut services);
            layer.add_functions(entities, path, line, tables);
        }
    }
    for (path, sketch) in code.sketches.iter().filter(|(path, _)| !is_test(path)) {
        for (class, line) in &sketch.classes {
            let access = Access::of_class(class).filter(|_| !sketch.data.contains(line));
            if let Some(access) = access {
                let layer = access.of(&mut repositories, &mut services);
                layer.add_of(entities, path, *line, class);
            } else if sketch.is_data && entities.begins(class) {
                schemas.add(entities, path, *line);
            }
        }
        if let (Some(access), Some(line)) = (Access::of_file(path), sketch.function) {
            let layer = access.of(&mut repositories, &mut services);
            layer.add_functions(entities, path, line, tables);
        }
    }
    for (name, layer) in [
        ("layout.model", models),
        ("layout.router", routers),
        ("layout.schema", schemas),
        ("layout.repository", repositories),
        ("layout.service", services),
    ] {
        layer.decide(name, facts);
    }
    add_tests(code, entities, facts);
}

/// Adds `layout.test`: where tests of routes are, for that is what comes along. Where they are in no one form, a new
/// one goes to the others without any.
fn add_tests(code: &Code, entities: &Entities, facts: &mut Facts) {
    let (mut routes, mut others) = (Layer::default(), Layer::default());
    for path in code.files.iter().filter(|path| is_test_module(path)) {
        let Some(template) = entities.path_template(path) else {
            others.plain.add(path, Evidence::line(path, 1));
            continue;
        };
        let layer = match code.text(path) {
            Some(text) if SENDING.iter().any(|word| text.contains(word)) => &mut routes,
            _ => &mut others,
        };
        layer.templates.add(template, Evidence::line(path, 1));
    }
    let tests = if routes.templates.is_empty() {
        others
    } else {
        routes
    };
    let mut found = Facts::default();
    tests.decide("layout.test", &mut found);
    if let Some(fact) = found.get("layout.test").filter(|fact| fact.certain) {
        facts.add("layout.test", fact.clone());
    }
}

/// A layer between routes and tables.
#[derive(Clone, Copy)]
enum Access {
    Data,
    Business,
}

impl Access {
    /// By the last word of a class's name.
    fn of_class(name: &str) -> Option<Self> {
        if has_ending(name, &REPOSITORIES) || name.starts_with("CRUD") {
            return Some(Self::Data);
        }
        has_ending(name, &["Service"]).then_some(Self::Business)
    }

    /// By a word in the path of a file with functions.
    fn of_file(path: &str) -> Option<Self> {
        if is_named(path, &CRUD) {
            return Some(Self::Data);
        }
        is_named(path, &SERVICE).then_some(Self::Business)
    }

    fn of<'a>(self, data: &'a mut Layer, business: &'a mut Layer) -> &'a mut Layer {
        match self {
            Self::Data => data,
            Self::Business => business,
        }
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

    /// A class of the layer: it counts where it is named for an entity, or where its file is one's.
    fn add_of(&mut self, entities: &Entities, path: &str, line: usize, class: &str) {
        let stem = class.trim_start_matches("CRUD");
        let mut endings = REPOSITORIES.iter().chain(&["Service"]);
        let stem = endings
            .find_map(|end| stem.strip_suffix(end))
            .unwrap_or(stem);
        if entities.begins(stem) || is_of_entity(entities, path) {
            self.add(entities, path, line);
        }
    }

    /// Functions of the layer: they count where their file is an entity's, or called like the layer and near tables.
    fn add_functions(&mut self, entities: &Entities, path: &str, line: usize, tables: &[Table]) {
        if is_of_entity(entities, path) || is_shared(path) && is_near(path, tables) {
            self.add(entities, path, line);
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
        let ranked = self.plain.ranked();
        let is_shared = ranked.first().is_some_and(|(path, ..)| is_shared(path));
        if self.templates.is_empty() && plain == 1 && !is_shared {
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

/// Whether an entity's name is in the file's own name, or in that of its directory where the file is called like a
/// layer: `users/service.py`, but not `connectors/gmail.py`.
fn is_of_entity(entities: &Entities, path: &str) -> bool {
    let (dirs, file) = path.rsplit_once('/').unwrap_or(("", path));
    let dir = dirs.rsplit('/').next().unwrap_or(dirs);
    entities.path_template(file).is_some() || is_shared(path) && entities.template(dir).is_some()
}

/// Whether the file is called like a layer: then it is for all entities of its directory.
fn is_shared(path: &str) -> bool {
    let stem = path.rsplit('/').next().unwrap_or(path);
    let names = [
        "models.py",
        "schemas.py",
        "crud.py",
        "dao.py",
        "repository.py",
        "repositories.py",
        "service.py",
        "services.py",
    ];
    names.contains(&stem)
}

/// Whether tables are in the file's directory, in the one around that, or below them: `app/crud.py` is for all of
/// `app/models/`, `billing/service.py` is not.
fn is_near(path: &str, tables: &[Table]) -> bool {
    let mut dirs: Vec<&str> = path.split('/').collect();
    dirs.truncate(dirs.len().saturating_sub(2));
    let around = dirs.join("/");
    let mut paths = tables.iter().map(|table| table.symbol.path.as_str());
    paths.any(|table| around.is_empty() || table.starts_with(&format!("{around}/")))
}

/// Whether the class holds data whatever it is called: `GitHubRepository(BaseModel)`.
fn is_data(class: &Class) -> bool {
    let mut bases = class.bases.iter().filter_map(Expression::head);
    bases.any(|base| DATA.contains(&base))
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

#[cfg(test)]
mod tests {
    use crate::detect::tests::check;

    const MODELS: (&str, &str) = (
        "app/models.py",
        "from sqlalchemy.orm import DeclarativeBase\nclass Base(DeclarativeBase): ...\nclass User(Base):\n    __tablename__ = \"users\"\nclass Order(Base):\n    __tablename__ = \"orders\"\n",
    );

    #[test]
    fn where_layers_are() {
        for (files, expected) in [
            (
                vec![
                    ("app/services/user.py", "class UserService: ..."),
                    ("app/services/order.py", "class OrderService: ..."),
                    ("app/crud/crud_users.py", "crud_users = CRUD(User)"),
                ],
                [
                    ("layout.service", "app/services/{singular}.py"),
                    ("layout.repository", "app/crud/crud_{plural}.py"),
                ],
            ),
            (
                vec![
                    (
                        "app/google_utils/resources.py",
                        "class DriveService: ...\nclass MailService: ...",
                    ),
                    ("app/users/gmail.py", "class GmailService: ..."),
                    ("app/orders/utils/repositories/cache.py", "def get(): ..."),
                ],
                [("layout.service", ""), ("layout.repository", "")],
            ),
            (
                vec![
                    ("ee/server/billing/service.py", "def charge(): ..."),
                    (
                        "app/users/models.py",
                        "from pydantic import BaseModel\nfrom fastapi import File\nclass GitRepository(BaseModel): ...",
                    ),
                ],
                [("layout.service", ""), ("layout.repository", "")],
            ),
            (
                vec![
                    ("tests/user/test_service.py", "def test_a(): ..."),
                    (
                        "tests/user/test_endpoints.py",
                        "def test_a(client): client.get('/')",
                    ),
                    ("tests/order/test_repository.py", "def test_a(): ..."),
                    (
                        "tests/order/test_endpoints.py",
                        "def test_a(client): client.get('/')",
                    ),
                ],
                [
                    ("layout.test", "tests/{singular}/test_endpoints.py"),
                    ("layout.service", ""),
                ],
            ),
            (
                vec![
                    (
                        "tests/test_user_create.py",
                        "def test_a(client): client.get('/')",
                    ),
                    (
                        "tests/test_user_delete.py",
                        "def test_a(client): client.get('/')",
                    ),
                ],
                [("layout.test", ""), ("layout.service", "")],
            ),
            (
                vec![
                    ("app/users/service.py", "def create(): ..."),
                    ("app/orders/service.py", "def create(): ..."),
                    (
                        "app/storage.py",
                        "class UserRepository: ...\nclass OrderRepository: ...",
                    ),
                ],
                [
                    ("layout.service", "app/{plural}/service.py"),
                    ("layout.repository", "app/storage.py"),
                ],
            ),
            (
                vec![
                    ("app/crud.py", "def get_user(): ..."),
                    ("app/user/service.py", "def create(): ..."),
                    ("app/orders/service.py", "def create(): ..."),
                ],
                [
                    (
                        "layout.service",
                        "? app/{plural}/service.py | app/{singular}/service.py",
                    ),
                    ("layout.repository", "app/crud.py"),
                ],
            ),
        ] {
            let files: Vec<(&str, &str)> = files.into_iter().chain([MODELS]).collect();
            check(&files, &expected);
        }
    }
}
