//! The words of sibling slices: how classes are called, what callers send to page, how sessions end.

use super::code::Code;
use super::entities::SUFFIXES;
use super::tables::Table;
use super::tally::{Decides, Tally, text};
use crate::facts::{Evidence, Fact, FactValue, Facts, symbol};
use crate::naming::Names;
use crate::python::{Expression, Function, Module};

/// Suffixes of the classes that callers send to create, to change, and of those that they get.
const SENT: [&str; 8] = [
    "Create",
    "In",
    "New",
    "Add",
    "CreateRequest",
    "CreateDTO",
    "InputDTO",
    "Input",
];
const CHANGED: [&str; 5] = ["Update", "Patch", "Edit", "UpdateRequest", "UpdateDTO"];
const SHOWN: [&str; 12] = [
    "Read", "Public", "Out", "Response", "Schema", "View", "Detail", "DTO", "Dto", "Get", "Show",
    "Resource",
];

/// Parts of the names of classes that keep rows or do what is to be done with them.
const ROLES: [&str; 17] = [
    "CRUD",
    "Crud",
    "DAO",
    "Dao",
    "Facade",
    "Gateway",
    "Handler",
    "Interactor",
    "Logic",
    "Manager",
    "Queries",
    "Repo",
    "Service",
    "Storage",
    "Store",
    "UseCase",
    "Usecase",
];

/// Adds the words of the siblings.
pub(super) fn add(code: &Code, tables: &[Table], facts: &mut Facts) {
    for (name, suffixes) in [
        ("words.create", &SENT[..]),
        ("words.update", &CHANGED),
        ("words.read", &SHOWN),
    ] {
        add_suffix(code, tables, name, suffixes, facts);
    }
    for layer in ["repository", "service"] {
        add_layer(code, tables, layer, facts);
    }
    add_packages(code, tables, facts);
    add_routes(code, facts);
    add_session(code, facts);
    add_mark(code, facts);
    add_docs(code, facts);
}

/// The suffix that most classes have whose name is else that of an entity.
fn add_suffix(code: &Code, tables: &[Table], name: &str, suffixes: &[&str], facts: &mut Facts) {
    let mut tally = Tally::default();
    for (path, module) in schemas(code, tables, facts) {
        for class in module.classes.iter().filter(|class| class.scope.is_empty()) {
            let of = |table: &Table| {
                let whole = class.name.strip_prefix(table.symbol.name.as_str());
                let short = SUFFIXES
                    .iter()
                    .filter_map(|suffix| table.entity.strip_suffix(suffix));
                let mut names = [table.entity.as_str()].into_iter().chain(short);
                whole.or_else(|| names.find_map(|name| class.name.strip_prefix(name)))
            };
            let mut rests = tables.iter().filter_map(of);
            if let Some(rest) = rests.find(|rest| suffixes.contains(rest)) {
                tally.add(rest, Evidence::line(&path, class.line));
            }
        }
    }
    set_most(&tally, name, facts);
}

/// The modules of the siblings' schemas; where no layout tells them, all of the program.
fn schemas(code: &Code, tables: &[Table], facts: &Facts) -> Vec<(String, std::sync::Arc<Module>)> {
    let layout = facts.get("layout.schema").filter(|fact| fact.certain);
    let paths = siblings(tables, layout.and_then(|fact| fact.value.as_text()));
    let all = || code.own().map(|(path, _)| path.to_owned()).collect();
    let paths: Vec<String> = if paths.is_empty() { all() } else { paths };
    let read = |path: String| code.module(&path).map(|module| (path, module));
    paths.into_iter().filter_map(read).collect()
}

/// The paths that a layout makes of the entities there are.
fn siblings(tables: &[Table], layout: Option<&str>) -> Vec<String> {
    let Some(layout) = layout else {
        return Vec::new();
    };
    let mut paths: Vec<String> = tables
        .iter()
        .filter_map(|table| Names::new(&table.entity).ok())
        .map(|names| {
            let singular = layout.replace("{singular}", &names.singular.snake);
            singular.replace("{plural}", &names.plural.snake)
        })
        .collect();
    paths.sort();
    paths.dedup();
    paths
}

/// The name that most classes of a layer have, with `{entity}` for that of the entity. Nothing where the layer is
/// made of functions.
fn add_layer(code: &Code, tables: &[Table], layer: &str, facts: &mut Facts) {
    let mut tally = Tally::default();
    let layout = facts.get(&format!("layout.{layer}"));
    let layout = layout.filter(|fact| fact.certain);
    for path in siblings(tables, layout.and_then(|fact| fact.value.as_text())) {
        let Some(module) = code.module(&path) else {
            continue;
        };
        for class in module.classes.iter().filter(|class| class.scope.is_empty()) {
            let of = |table: &&Table| is_named_for(&class.name, &table.entity);
            let is_error = class.name.ends_with("Error") || class.name.ends_with("Exception");
            if let Some(table) = tables.iter().filter(|_| !is_error).find(of) {
                let word = class.name.replacen(&table.entity, "{entity}", 1);
                tally.add(word, Evidence::line(&path, class.line));
            }
        }
    }
    // One class that happens to begin like an entity makes no layer, unless it is called as such classes are.
    let is_told = tally
        .ranked()
        .first()
        .is_some_and(|(word, count, _)| *count > 1 || ROLES.iter().any(|role| word.contains(role)));
    if is_told {
        set_most(&tally, &format!("words.{layer}"), facts);
    }
}

fn is_named_for(class: &str, entity: &str) -> bool {
    let goes_on = |rest: &str| !rest.starts_with(|c: char| c.is_lowercase());
    let is_begun = class.strip_prefix(entity).is_some_and(goes_on);
    class != entity && (is_begun || class == format!("CRUD{entity}"))
}

fn set_most(tally: &Tally, name: &str, facts: &mut Facts) {
    if let Some((word, _, evidence)) = tally.ranked().first() {
        facts.add(name, text(word, (*evidence).clone()));
    }
}

/// `words.package` and `words.test_package`: what stands in the `__init__.py` of packages of one entity, and whether
/// their tests are in packages.
fn add_packages(code: &Code, tables: &[Table], facts: &mut Facts) {
    let init = |path: &String| {
        let (dir, _) = path.rsplit_once('/')?;
        Some(format!("{dir}/__init__.py"))
    };
    let there = |layout: &str| -> Vec<String> {
        let own = facts.text(layout).filter(|layout| layout.contains("}/"));
        let inits = siblings(tables, own);
        let inits = inits.iter().filter_map(init);
        inits.filter(|path| code.files.contains(path)).collect()
    };
    let (models, tests) = (there("layout.model"), there("layout.test"));
    let texts: Vec<String> = models.iter().filter_map(|path| code.text(path)).collect();
    let alike = texts.windows(2).all(|pair| pair[0] == pair[1]);
    // What names an entity is not for another.
    let names_one = |text: &String| {
        let mut tables = tables.iter();
        tables.any(|table| text.contains(&table.symbol.name))
    };
    let first = texts.first().filter(|text| alike && !names_one(text));
    if let Some(text) = first.filter(|text| !text.is_empty()) {
        let evidence = Evidence::line(&models[0], 1);
        facts.add("words.package", self::text(text, evidence));
    }
    if let Some(path) = tests.first() {
        let yes = Fact::certain(FactValue::Flag(true), Evidence::line(path, 1));
        facts.add("words.test_package", yes);
    }
}

/// `words.offset` and `words.slash`: by which name routes take how many rows to pass over, and whether the paths of
/// collections end in `/`.
fn add_routes(code: &Code, facts: &mut Facts) {
    let (mut offsets, mut slashes) = (Tally::default(), Tally::default());
    for (path, module) in code.own() {
        for function in &module.functions {
            let Some(route) = route(module, function) else {
                continue;
            };
            let evidence = Evidence::line(path, function.line);
            for parameter in &function.parameters {
                if matches!(parameter.name.as_str(), "skip" | "offset") {
                    offsets.add(&parameter.name, evidence.clone());
                }
            }
            if let Some(slash) = ends_in_slash(route) {
                slashes.add(slash.to_string(), evidence);
            }
        }
    }
    set_most(&offsets, "words.offset", facts);
    if let Some(fact) = slashes.decide(Decides::Times(1)) {
        let evidence = fact.evidence.clone();
        facts.add("words.slash", Fact::certain(fact.value, evidence));
    }
}

/// The path of the route of a router that a function is; the root of an application is no collection.
fn route<'a>(module: &Module, function: &'a Function) -> Option<&'a str> {
    let calls = function.decorators.iter().filter_map(Expression::as_call);
    let is_app = |receiver: &str| {
        let made = module.value(receiver, "").and_then(Expression::as_call);
        made.is_some_and(|call| call.name().ends_with("FastAPI"))
    };
    let mut routes = calls.filter(|call| {
        matches!(call.name(), "get" | "post") && call.receiver().is_some_and(|it| !is_app(it))
    });
    routes.find_map(|call| call.argument("path", 0)?.as_text())
}

/// Whether the path of a collection ends in `/`; nothing for other paths.
fn ends_in_slash(path: &str) -> Option<bool> {
    match path.trim_matches('/') {
        "" => Some(path == "/"),
        one if !one.contains(['/', '{']) => path.ends_with('/').then_some(true),
        _ => None,
    }
}

/// `db.session.class` and `db.session.commits`: what the dependency gives, and whether it ends the transaction itself.
fn add_session(code: &Code, facts: &mut Facts) {
    let session = facts.get("db.session").filter(|fact| fact.certain);
    let Some((module, name)) = session.and_then(|fact| symbol(fact.value.as_text()?)) else {
        return;
    };
    let (Some(path), name) = (code.index.path(module).map(str::to_owned), name.to_owned()) else {
        return;
    };
    let Some(module) = code.module(&path) else {
        return;
    };
    let Some(function) = module.function(&name) else {
        return;
    };
    let evidence = Evidence::line(&path, function.line);
    let class = if facts.get("db.async").map(|fact| &fact.value) == Some(&FactValue::Flag(true)) {
        "AsyncSession"
    } else {
        "Session"
    };
    let from = module.imported(class).and_then(|dotted| {
        let (module, name) = dotted.rsplit_once('.')?;
        Some(format!("{module}:{name}"))
    });
    if let Some(from) = from {
        facts.add("db.session.class", text(&from, evidence.clone()));
    }
    let ends = module
        .calls
        .iter()
        .any(|site| site.scope == name && matches!(site.call.name(), "commit" | "begin"));
    if ends {
        let yes = Fact::certain(FactValue::Flag(true), evidence);
        facts.add("db.session.commits", yes);
    }
}

/// `words.test_docs`: whether nearly all tests say what they show.
fn add_docs(code: &Code, facts: &mut Facts) {
    let mut tally = Tally::default();
    for (path, module) in code.tests() {
        let tests = module.all_functions();
        for test in tests.filter(|function| function.name.starts_with("test_")) {
            let says = test.doc.is_some().to_string();
            tally.add(says, Evidence::line(path, test.line));
        }
    }
    let fact = tally.decide(Decides::Share(80)).filter(|fact| fact.certain);
    if let Some(fact) = fact.filter(|fact| fact.value == FactValue::Flag(true)) {
        facts.add("words.test_docs", fact);
    }
}

/// `tests.mark`: the mark that most async tests carry.
fn add_mark(code: &Code, facts: &mut Facts) {
    let mut tally = Tally::default();
    for (path, module) in code.tests() {
        let of_module = module.value("pytestmark", "").map(|mark| &mark.source);
        for function in module.all_functions() {
            if !function.is_async || !function.name.starts_with("test_") {
                continue;
            }
            let is_runner = |mark: &&String| {
                mark.starts_with("pytest.mark.asyncio") || mark.starts_with("pytest.mark.anyio")
            };
            let own = function.decorators.iter().map(|mark| &mark.source);
            if let Some(mark) = own.chain(of_module).find(is_runner) {
                tally.add(mark.as_str(), Evidence::line(path, function.line));
            }
        }
    }
    set_most(&tally, "tests.mark", facts);
}

#[cfg(test)]
mod tests {
    use crate::detect::tests::check;

    #[test]
    fn what_siblings_say() {
        let main = "from fastapi import FastAPI\nfrom sqlalchemy.orm import DeclarativeBase\napp = FastAPI()\nclass Base(DeclarativeBase): ...\n";
        let model =
            "from app.main import Base\nclass Order(Base):\n    __tablename__ = \"orders\"\n";
        for (init, service, expected) in [
            // What names an entity is not for another; one class alone is no layer.
            (
                "from .order import Order\n",
                "from sqlalchemy.orm import Session\nclass OrderActor: ...\ndef create(): ...\n",
                [("words.package", ""), ("words.service", "")],
            ),
            // It goes on in the middle of a word.
            (
                "from .order import Order\n",
                "from sqlalchemy.orm import Session\nclass OrdersService: ...\n",
                [("words.package", ""), ("words.service", "")],
            ),
            (
                "\"\"\"Models.\"\"\"\n",
                "from sqlalchemy.orm import Session\nclass OrderService: ...\n",
                [
                    ("words.package", "\"\"\"Models.\"\"\"\n"),
                    ("words.service", "{entity}Service"),
                ],
            ),
        ] {
            let files = [
                ("app/__init__.py", ""),
                ("app/main.py", main),
                ("app/orders/__init__.py", ""),
                ("app/orders/models/__init__.py", init),
                ("app/orders/models/order.py", model),
                ("app/orders/service.py", service),
            ];
            check(&files, &expected);
        }
    }

    /// `OrderCreate` is of `OrderModel`, also where other tables have no such suffix.
    #[test]
    fn words_of_what_is_sent() {
        let models = "from sqlalchemy.orm import DeclarativeBase\nclass Base(DeclarativeBase): ...\nclass OrderModel(Base):\n    __tablename__ = \"orders\"\nclass User(Base):\n    __tablename__ = \"users\"\n";
        let schemas = "from pydantic import BaseModel\nfrom fastapi import File\nclass OrderCreate(BaseModel): ...\nclass OrderPatch(BaseModel): ...\n";
        let files = [("app/models.py", models), ("app/schemas.py", schemas)];
        check(
            &files,
            &[("words.create", "Create"), ("words.update", "Patch")],
        );
    }
}
