//! How siblings call the classes of their layers.

use super::{set_most, siblings};
use crate::detect::code::Code;
use crate::detect::entities::Entities;
use crate::detect::session::{attribute, session_type};
use crate::detect::tables::Table;
use crate::detect::tally::Tally;
use crate::facts::{Evidence, Facts};
use crate::naming::Names;
use crate::python::{Expression, Parameter};

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

/// What the names of classes begin with that keep rows in one kind of database.
const KINDS: [&str; 7] = [
    "SQLAlchemy",
    "SqlAlchemy",
    "Sqlalchemy",
    "SQL",
    "Sql",
    "Postgres",
    "Alchemy",
];

/// Adds `words.repository` and `words.service`.
pub(super) fn add(code: &Code, tables: &[Table], facts: &mut Facts) {
    for layer in ["repository", "service"] {
        add_layer(code, tables, layer, facts);
    }
    add_given(code, tables, facts);
}

/// Adds `words.service_takes` and `words.service_keeps`: what a service calls the repository that it is given, and what it
/// keeps that as, where more services are made of one than of a session.
fn add_given(code: &Code, tables: &[Table], facts: &mut Facts) {
    let layout = facts.get("layout.service").filter(|fact| fact.certain);
    let entities = Entities::new(tables.iter().map(|table| table.entity.as_str()));
    let (mut taken, mut kept) = (Tally::default(), Tally::default());
    for path in siblings(tables, layout.and_then(|fact| fact.value.as_text())) {
        let module = code.module(&path);
        let classes = module.iter().flat_map(|module| &module.classes);
        for made in classes.filter_map(|class| class.method("__init__")) {
            let evidence = || Evidence::line(&path, made.line);
            let called = |name: &str| entities.template(name).unwrap_or_else(|| name.to_owned());
            let mut of = made.parameters.iter();
            let is_session = |it: &Parameter| {
                let annotation = it.annotation.as_ref();
                annotation.is_some_and(|it| session_type(code, &path, it).is_some())
            };
            if of.clone().any(is_session) {
                taken.add("", evidence());
            } else if let Some(given) = of.find(|it| is_repository(it)) {
                taken.add(called(&given.name), evidence());
                let attribute = module
                    .as_ref()
                    .and_then(|it| attribute(it, made, &given.name));
                kept.add(called(attribute.unwrap_or(&given.name)), evidence());
            }
        }
    }
    if facts.has("words.repository") && !taken.ranked().first().is_none_or(|it| it.0.is_empty()) {
        set_most(&taken, "words.service_takes", facts);
        set_most(&kept, "words.service_keeps", facts);
    }
}

/// Whether a parameter is one of the classes that keep rows, or the form of one: `OrderRepository`, `IOrderRepo`.
fn is_repository(parameter: &Parameter) -> bool {
    let class = parameter.annotation.as_ref().and_then(Expression::head);
    let class = class.unwrap_or_default();
    let words = ["Repository", "Repo", "DAO", "Dao"];
    let mut ends = words.into_iter().chain(["Port", "Protocol"]);
    words.iter().any(|word| class.contains(word)) && ends.any(|end| class.ends_with(end))
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
            let is_error = class.name.ends_with("Error") || class.name.ends_with("Exception");
            let mut tables = tables.iter().filter(|_| !is_error);
            if let Some(word) = tables.find_map(|table| word(&class.name, &table.entity)) {
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

/// The name of a class of a layer with `{entity}` for that of the entity, or `{entities}` for that of all.
fn word(class: &str, entity: &str) -> Option<String> {
    let all = Names::new(entity).ok()?.plural.pascal;
    let spelled = [(entity, "{entity}"), (&all, "{entities}")];
    let (name, placeholder) = spelled
        .into_iter()
        .find(|(name, _)| is_named_for(class, name))?;
    Some(class.replacen(name, placeholder, 1))
}

/// Whether a class is named for an entity: `OrderService`, `CRUDOrder`, `SQLAlchemyOrderRepository`.
fn is_named_for(class: &str, entity: &str) -> bool {
    let goes_on = |rest: &str| !rest.starts_with(|c: char| c.is_lowercase());
    let is_begun = |class: &str| class.strip_prefix(entity).is_some_and(goes_on);
    let of_kind = KINDS.iter().find_map(|kind| class.strip_prefix(kind));
    class != entity
        && (is_begun(class) || of_kind.is_some_and(is_begun) || class == format!("CRUD{entity}"))
}

#[cfg(test)]
mod tests {
    use crate::detect::tests::check;

    /// Services that are given a repository, and those that are given a session.
    #[test]
    fn what_services_are_given() {
        let models = "from sqlalchemy.orm import DeclarativeBase\nclass Base(DeclarativeBase): ...\nclass Order(Base):\n    __tablename__ = \"orders\"\nclass User(Base):\n    __tablename__ = \"users\"\n";
        let repository = "class OrderRepository:\n    def __init__(self, session): ...\n";
        for (parameters, attribute, expected) in [
            (
                "repository: OrderRepository",
                "self._rows = repository",
                ["repository", "_rows"],
            ),
            (
                "order_repo: IOrderRepository, mails: MailService",
                "self.order_repo = order_repo",
                ["{singular}_repo", "{singular}_repo"],
            ),
            (
                "session: Session, repo: OrderRepo",
                "self.repo = repo",
                ["", ""],
            ),
            (
                "repository: GitRepositoryUrl",
                "self.url = repository",
                ["", ""],
            ),
        ] {
            let service = format!(
                "from sqlalchemy.orm import Session\nclass OrderService:\n    def __init__(self, {parameters}):\n        {attribute}\n"
            );
            let files = [
                ("app/models.py", models),
                ("app/repositories/order.py", repository),
                ("app/services/order.py", service.as_str()),
            ];
            let names = ["words.service_takes", "words.service_keeps"];
            let expected: Vec<_> = names.into_iter().zip(expected).collect();
            check(&files, &expected);
        }
    }
}
