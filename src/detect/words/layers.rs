//! How siblings call the classes of their layers.

use super::{set_most, siblings};
use crate::detect::code::Code;
use crate::detect::tables::Table;
use crate::detect::tally::Tally;
use crate::facts::{Evidence, Facts};
use crate::naming::Names;

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
