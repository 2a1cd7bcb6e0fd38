//! The includes that show where routers of entities are joined.

use super::defined;
use crate::detect::code::Code;
use crate::detect::entities::Entities;
use crate::detect::includes::Include;
use crate::detect::tally::Tally;
use crate::facts::Evidence;
use crate::python::Resolved;

/// Of all includes not those of what a library makes, nor, where most stand inside of one entity, those that do, unless
/// there are no others.
pub(super) fn joining<'a>(
    code: &Code,
    all: &'a [Include],
    entities: &Entities,
) -> Vec<&'a Include> {
    let own = all.iter().filter(|include| !is_of_library(code, include));
    let mut known: Vec<&Include> = own.collect();
    if known.is_empty() {
        known = all.iter().collect();
    }
    let mut tally = Tally::default();
    for include in &known {
        tally.add(&include.path, Evidence::line(&include.path, include.line));
    }
    let is_inside = |path: &str| is_inside(code, all, entities, path);
    if !tally
        .ranked()
        .first()
        .is_some_and(|(path, ..)| is_inside(path))
    {
        return known;
    }
    let beside = known.iter().filter(|include| !is_inside(&include.path));
    let beside: Vec<&Include> = beside.copied().collect();
    if beside.is_empty() { known } else { beside }
}

/// Whether the router is what a call gives that no function of the project answers.
fn is_of_library(code: &Code, include: &Include) -> bool {
    let Some((maker, _)) = include.router.split_once('(') else {
        return false;
    };
    let symbol = code.resolve(&include.path, maker).and_then(Resolved::own);
    !symbol.is_some_and(|symbol| {
        let module = code.module(&symbol.path);
        module.is_some_and(|module| module.function(&symbol.name).is_some())
    })
}

/// Whether the file is one of an entity that joins nothing but such, and a router of it is joined itself.
fn is_inside(code: &Code, all: &[Include], entities: &Entities, path: &str) -> bool {
    let is_of_entity = |path: &str| entities.path_template(path).is_some();
    let place = |include: &Include| {
        let router = defined(code, &include.path, &include.router)?;
        Some(router.symbol.path)
    };
    let mut own = all.iter().filter(|include| include.path == path);
    is_of_entity(path)
        && all.iter().any(|it| place(it).as_deref() == Some(path))
        && own.all(|it| place(it).is_some_and(|path| is_of_entity(&path)))
}
