//! How siblings are imported where routers are joined, and where they have their prefixes and tags.

use std::collections::BTreeMap;

use super::made::{Made, made};
use super::prefixes::add_prefix_style;
use super::root::{Written, add_root};
use super::{Aggregator, shared_prefix};
use crate::detect::code::Code;
use crate::detect::entities::Entities;
use crate::detect::includes::Include;
use crate::detect::tally::{Decides, Tally, text};
use crate::facts::{Evidence, Fact, Facts};
use crate::python::{Expression, Symbol};

/// Whether routers are imported from the package around their module, which passes them on: one of their own each, or
/// one that they share.
const THROUGH: &str = "http.router.through";

/// What a router, or the module that it is in, is called where it is included.
const ALIAS: &str = "http.router.alias";

/// How the tags of routers are spelled, where they begin with capitals.
const TAG_CASE: &str = "http.router.tag_case";

/// Adds how siblings are imported, and where they put prefix and tags.
pub(in crate::detect) fn add_form(
    code: &Code,
    aggregator: &Aggregator,
    entities: &Entities,
    facts: &mut Facts,
) {
    let mut tallies: BTreeMap<&str, Tally> = BTreeMap::new();
    let mut prefixes: Vec<(String, Evidence)> = Vec::new();
    let mut written: Vec<Written> = Vec::new();
    let all: Vec<&Include> = aggregator.includes.iter().collect();
    let shared = shared_prefix(code, &all).map(|prefix| &prefix.source);
    let of_entity = |made: &Made| entities.path_template(&made.symbol.path).is_some();
    let mut routers = all.iter().filter_map(|include| made(code, include));
    let are_some = routers.any(|made| of_entity(&made));
    let package = |include: &&Include| passes_on(code, include, &made(code, include)?);
    let packages: Vec<Option<String>> = all.iter().map(package).collect();
    for include in &aggregator.includes {
        let evidence = Evidence::line(&include.path, include.line);
        let mut count = |name: &'static str, value: &str, evidence: &Evidence| {
            tallies
                .entry(name)
                .or_default()
                .add(value, evidence.clone());
        };
        let Some(made) = made(code, include) else {
            continue;
        };
        let form = if include.router.contains('.') {
            "module"
        } else {
            "name"
        };
        count("http.router.import", form, &evidence);
        let alias = alias(code, include, entities).unwrap_or_default();
        count(ALIAS, &alias, &evidence);
        let package = passes_on(code, include, &made);
        let same = packages.iter().filter(|other| **other == package);
        let way = match (&package, same.count()) {
            (None, _) => "module",
            (Some(_), 1) => "package",
            (Some(_), _) => "shared",
        };
        count(THROUGH, way, &evidence);
        let own = Evidence::line(&made.symbol.path, made.line);
        let of_call = |name: &str| made.call.as_ref().and_then(|call| call.keyword(name));
        let (prefix, prefix_at) = match (&include.prefix, of_call("prefix")) {
            (Some(prefix), _) if Some(&prefix.source) != shared => (Some(prefix), "include"),
            (_, Some(prefix)) => (Some(prefix), "router"),
            (_, None) => (None, "none"),
        };
        written.extend(prefix.map(|prefix| {
            Written {
                path: if prefix_at == "include" {
                    &include.path
                } else {
                    &made.symbol.path
                }
                .clone(),
                prefix: prefix.clone(),
                at: prefix_at,
            }
        }));
        // A router for health has no prefix, and says nothing of those of entities.
        let counts = !are_some || of_entity(&made);
        if counts {
            count("http.router.prefix_at", prefix_at, &evidence);
        }
        let tags = of_call("tags").map(Expression::texts).unwrap_or_default();
        if let Some(tag) = tags.first().filter(|_| counts) {
            let case = if tag.starts_with(char::is_uppercase) {
                "title"
            } else {
                "lower"
            };
            count(TAG_CASE, case, &own);
        }
        let tags_at = match (include.has_tags, of_call("tags").is_some()) {
            (true, _) => "include",
            (false, true) => "router",
            (false, false) => "none",
        };
        if counts {
            count("http.router.tags_at", tags_at, &evidence);
        }
        let name = router_name(&made.symbol, entities);
        if counts {
            count("http.router.variable", &name, &own);
        }
        let own_text = prefix.and_then(said);
        let of_routes = || first_route(code, &made.symbol);
        if let Some(text) = own_text.or_else(of_routes) {
            written.extend((prefix_at == "none").then(|| Written::of_route(&made.symbol, &text)));
            prefixes.push((text, own));
        }
    }
    add_decided(tallies, facts);
    add_prefix_style(&prefixes, entities, facts);
    add_root(code, &written, facts);
}

/// Adds what the siblings decide.
fn add_decided(tallies: BTreeMap<&str, Tally>, facts: &mut Facts) {
    for (name, tally) in tallies {
        let fact = match (tally.decide(Decides::Share(60)), only_place(&tally)) {
            (Some(fact), Some(place)) if name == "http.router.tags_at" && !fact.certain => {
                Some(place)
            }
            (fact, _) => fact,
        };
        // How a router is called in its own module is nobody else's affair: where they differ, one is called `router`.
        let is_told = |fact: &Fact| match name {
            THROUGH => fact.certain && fact.value.as_text() != Some("module"),
            "http.router.variable" => fact.certain,
            TAG_CASE => fact.certain && fact.value.as_text() == Some("title"),
            ALIAS => fact.certain && fact.value.as_text() != Some(""),
            _ => true,
        };
        if let Some(fact) = fact.filter(is_told) {
            facts.add(name, fact);
        }
    }
}

/// The one place where siblings have something, where others have it nowhere: a router without tags says nothing of
/// where tags are.
fn only_place(tally: &Tally) -> Option<Fact> {
    let ranked = tally.ranked();
    let mut places = ranked.iter().filter(|(place, ..)| *place != "none");
    let (place, _, evidence) = *places.next()?;
    places
        .next()
        .is_none()
        .then(|| text(place, evidence.clone()))
}

/// What a prefix says; of one with values in it, what stands behind the last: `f"{version}/books"`.
fn said(prefix: &Expression) -> Option<String> {
    let behind = || {
        let (_, rest) = prefix.source.rsplit_once('}')?;
        Some(rest.trim_end_matches(['"', '\'']).to_owned())
    };
    let text = prefix.as_text().map(str::to_owned).or_else(behind)?;
    text.starts_with('/').then_some(text)
}

/// What an include calls the router, or the module that it is in, where that is named for an entity: `{singular}_routes`
/// of `from shop.orders import routes as order_routes`.
fn alias(code: &Code, include: &Include, entities: &Entities) -> Option<String> {
    let module = code.module(&include.path)?;
    let bound = include.router.split('.').next()?;
    let mut imports = module.imports.iter();
    let is_renamed = imports.any(|import| import.bound == bound && import.aliased);
    entities.template(bound).filter(|_| is_renamed)
}

/// The package around the router's module, where it passes it on: `from shop.api.orders.views import router` stands in
/// `shop/api/orders/__init__.py`, and the router is taken from there.
fn passes_on(code: &Code, include: &Include, made: &Made) -> Option<String> {
    let module = code.module(&include.path)?;
    let (bound, rest) = match include.router.split_once('.') {
        Some((bound, rest)) => (bound, Some(rest)),
        None => (include.router.as_str(), None),
    };
    let dotted = module.imported(bound)?;
    let from = match rest {
        Some(rest) if !rest.contains('.') => dotted.as_str(),
        Some(_) => return None,
        None => dotted.rsplit_once('.')?.0,
    };
    let is_around = |package: &str| {
        let inside = made.symbol.module.strip_prefix(package);
        inside.is_some_and(|inside| inside.starts_with('.') && !inside[1..].contains('.'))
    };
    (code.index.is_package(from) && is_around(from)).then(|| from.to_owned())
}

/// The name of a router in its module: the same for all, or made of the entity's.
pub(in crate::detect) fn router_name(symbol: &Symbol, entities: &Entities) -> String {
    let stem = symbol.module.rsplit('.').next().unwrap_or_default();
    let by_stem = || {
        let rest = symbol.name.strip_prefix(stem)?;
        let of_stem = Entities::new([stem]);
        let template = of_stem.template(stem)?;
        rest.starts_with('_').then(|| format!("{template}{rest}"))
    };
    let template = entities.template(&symbol.name).or_else(by_stem);
    template.unwrap_or_else(|| symbol.name.clone())
}

/// The path of the first route of a router without a prefix.
fn first_route(code: &Code, symbol: &Symbol) -> Option<String> {
    let module = code.module(&symbol.path)?;
    let mut functions = module.functions.iter();
    functions.find_map(|function| {
        let call = function.decorators.iter().find_map(|decorator| {
            let call = decorator.as_call()?;
            (call.receiver() == Some(&symbol.name)).then_some(call)
        })?;
        Some(call.argument("path", 0)?.as_text()?.to_owned())
    })
}
