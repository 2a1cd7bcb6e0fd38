//! The router that joins the others.

mod areas;
mod form;
mod joining;
mod made;
mod own;
mod prefixes;
mod root;
#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet};

pub(super) use form::{add_form, router_name};
pub(super) use made::{Made, defined, made};

use areas::{api_of, areas};
use joining::joining;

use super::code::Code;
use super::entities::Entities;
use super::full_path;
use super::includes::{How, Include};
use super::tally::{Tally, text};
use crate::edit::is_of_place;
use crate::facts::{Evidence, Fact, FactValue, Facts};
use crate::python::{Expression, Resolved};

/// Routers are followed through no more others.
const DEPTH: usize = 8;

/// The includes of the aggregating router: those with the receiver that has most of them.
#[derive(Debug, Default)]
pub(super) struct Aggregator {
    /// The includes, in the order of their lines.
    pub includes: Vec<Include>,
}

/// Adds `http.router` and `http.router.form`: the file and receiver with most includes, if it has at least twice as
/// many as the next file.
pub(super) fn add(
    code: &Code,
    all: &[Include],
    entities: &Entities,
    facts: &mut Facts,
) -> Aggregator {
    let own = own::own(code, all, entities);
    let mut tally = Tally::default();
    let joining = joining(code, all, entities);
    for include in &joining {
        let Some(module) = code.index.module(&include.path) else {
            continue;
        };
        let symbol = format!("{module}:{}", include.receiver);
        if own.contains(&symbol) {
            continue;
        }
        tally.add(&symbol, Evidence::line(&include.path, include.line));
    }
    let ranked = tally.ranked();
    let Some((symbol, most, evidence)) = ranked.first().copied() else {
        return Aggregator::default();
    };
    // What one file joins is one, where one of its routers has the other; two applications there are two.
    let (_, name) = symbol.split_once(':').unwrap_or(("", symbol));
    let is_mounted = full_path::mounted(code, &evidence.place, name).is_some();
    let is_rival = |it: &str, at: &Evidence| {
        let joins = || has(code, all, symbol, it) || has(code, all, it, symbol);
        at.place != evidence.place || !is_mounted && !joins()
    };
    let others = ranked.iter().skip(1);
    let rivals = others.filter(|(it, _, at)| is_rival(it, at));
    let next = rivals.map(|(_, count, _)| *count).max().unwrap_or(0);
    let mut fact = Fact::certain(FactValue::Text(symbol.to_owned()), evidence.clone());
    if most < next * 2 {
        fact.certain = false;
        fact.candidates = ranked
            .iter()
            .filter(|(_, count, _)| count * 2 >= most)
            .map(|(symbol, ..)| (*symbol).to_owned())
            .collect();
    }
    let parent = parent(code, all, &fact.candidates);
    if let Some(parent) = parent.or_else(|| inner(code, all, &fact.candidates)) {
        let seen = ranked.iter().find(|(symbol, ..)| *symbol == parent);
        let evidence = seen.map_or(evidence, |(.., evidence)| *evidence);
        fact = Fact::certain(FactValue::Text(parent), evidence.clone());
    }
    let area = areas(code, all, &fact, entities);
    let is_area = area.is_some();
    let mut fact = area.unwrap_or(fact);
    let api = api_of(code, all, &fact.candidates).map(str::to_owned);
    if let Some(api) = &api {
        fact = text(api, fact.evidence.clone());
    }
    if !is_area || api.is_some() {
        fact = below(code, (all, &joining), &fact, entities).unwrap_or(fact);
    }
    let value = fact.value.to_string();
    let includes: Vec<Include> = of(code, all, facts.text("http.router").unwrap_or(&value));
    facts.add("http.router", fact);
    if let Some(first) = includes.first() {
        let form = match first.how {
            How::Call => "call",
            How::Loop => "loop",
            How::Helper => "helper",
            How::Dynamic => "dynamic",
        };
        let evidence = Evidence::line(&first.path, first.line);
        facts.add("http.router.form", text(form, evidence));
    }
    Aggregator { includes }
}

/// Where what was found joins no router of an entity itself and one other router does, below it, new ones belong there;
/// likewise where that is one of several candidates, and below the others.
fn below(
    code: &Code,
    (all, joining): (&[Include], &[&Include]),
    found: &Fact,
    entities: &Entities,
) -> Option<Fact> {
    let value = found.value.as_text().filter(|_| found.certain);
    let tops: Vec<&str> = match value {
        Some(top) => vec![top],
        None => found.candidates.iter().map(String::as_str).collect(),
    };
    let mut tally = Tally::default();
    for include in joining {
        let module = code.index.module(&include.path)?;
        let router = defined(code, &include.path, &include.router);
        let of_entity = router.filter(|it| entities.path_template(&it.symbol.path).is_some());
        if of_entity.is_some() {
            let symbol = format!("{module}:{}", include.receiver);
            tally.add(&symbol, Evidence::line(&include.path, include.line));
        }
    }
    let joins = |above: &str| {
        let routers = of(code, all, above).into_iter();
        routers
            .filter_map(|it| {
                let router = code.resolve(&it.path, &it.router).and_then(Resolved::own)?;
                Some(router.to_string())
            })
            .collect::<Vec<_>>()
    };
    let reaches = |top: &str, other: &str| {
        let mut reached = vec![top.to_owned()];
        for place in 0..DEPTH {
            let next = reached.get(place).map(|above| joins(above));
            reached.extend(next.unwrap_or_default());
        }
        reached.iter().any(|it| it == other)
    };
    let mut reached = tally.ranked();
    if value.is_none() && reached.len() > 1 {
        return None;
    }
    reached.retain(|(other, ..)| tops.iter().all(|top| reaches(top, other)));
    let [(other, _, evidence)] = reached[..] else {
        return None;
    };
    (value != Some(other)).then(|| text(other, evidence.clone()))
}

/// The one of several candidates that includes several of the others, and all but those that include it: what has
/// routers of its own is one of many.
fn parent(code: &Code, all: &[Include], candidates: &[String]) -> Option<String> {
    let mut parents = candidates.iter().filter(|parent| {
        let others = candidates.iter().filter(|child| child != parent);
        let (inside, outside): (Vec<&String>, Vec<&String>) =
            others.partition(|child| has(code, all, parent, child));
        // Routers of one file are not those of several entities.
        let files: BTreeSet<&str> = inside
            .iter()
            .filter_map(|it| it.split(':').next())
            .collect();
        files.len() > 1 && outside.iter().all(|other| has(code, all, other, parent))
    });
    let parent = parents.next()?;
    parents.next().is_none().then(|| parent.clone())
}

/// Whether the router `parent` includes `child`.
fn has(code: &Code, all: &[Include], parent: &str, child: &str) -> bool {
    let mut includes = of(code, all, parent).into_iter();
    includes.any(|include| {
        let module = code.index.module(&include.path);
        let symbol = match code.resolve(&include.path, &include.router) {
            Some(Resolved::Own(symbol)) => Some(symbol.to_string()),
            // What a factory makes is known there only.
            None => module.map(|module| format!("{module}:{}", include.router)),
            Some(_) => None,
        };
        symbol.as_deref() == Some(child)
    })
}

/// The one of several candidates that has the routers, where the others but include it and its like: an application
/// with one router for all. An application that has some routers of its own beside those of an `api_router` stands back,
/// too.
fn inner(code: &Code, all: &[Include], candidates: &[String]) -> Option<String> {
    candidates.first()?;
    let includes = |receiver: &str| of(code, all, receiver);
    let mut leaves: BTreeMap<String, usize> = BTreeMap::new();
    for include in all {
        let Some(module) = code.index.module(&include.path) else {
            continue;
        };
        let own = leaves
            .entry(format!("{module}:{}", include.receiver))
            .or_default();
        let router = code.resolve(&include.path, &include.router);
        let joins = router
            .and_then(Resolved::own)
            .is_some_and(|symbol| !includes(&symbol.to_string()).is_empty());
        *own += usize::from(!joins);
    }
    let mut ranked: Vec<(&str, usize)> = leaves.iter().map(|(it, n)| (it.as_str(), *n)).collect();
    ranked.retain(|(_, count)| *count > 0);
    ranked.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    let (best, most) = *ranked.first()?;
    let file = |symbol: &str| symbol.split(':').next().map(str::to_owned);
    let is_alone = ranked.iter().all(|(it, _)| file(it) == file(best));
    let next = ranked.get(1).map_or(0, |(_, count)| *count);
    let decides = most >= next * 2 && candidates.iter().any(|it| it == best);
    (decides && (is_alone || is_api(best))).then(|| best.to_owned())
}

/// Whether a router is called as the one of all routes is: `api_router`, `v1`.
fn is_api(symbol: &str) -> bool {
    let name = symbol.rsplit(':').next().unwrap_or(symbol);
    name.split('_').any(|word| {
        let version = word.strip_prefix('v').unwrap_or_default();
        word == "api" || !version.is_empty() && version.chars().all(|c| c.is_ascii_digit())
    })
}

/// The prefix that most of several includes have alike, or one has whose router brings its own: it is none of the
/// siblings' own.
pub(super) fn shared_prefix<'a>(code: &Code, includes: &[&'a Include]) -> Option<&'a Expression> {
    if let [only] = includes {
        let prefix = only.prefix.as_ref();
        let prefix = prefix.filter(|prefix| is_of_place(&prefix.source))?;
        let call = made(code, only)?.call?;
        return call.keyword("prefix").map(|_| prefix);
    }
    let prefixes = || {
        includes
            .iter()
            .filter_map(|include| include.prefix.as_ref())
    };
    let alike = |prefix: &Expression| {
        prefixes()
            .filter(|other| other.source == prefix.source)
            .count()
    };
    let most = prefixes().max_by_key(|prefix| alike(prefix))?;
    (alike(most) > 1 && alike(most) * 2 > includes.len()).then_some(most)
}

/// The includes whose receiver is `symbol`.
fn of(code: &Code, all: &[Include], symbol: &str) -> Vec<Include> {
    let is_of = |include: &&Include| {
        let module = code.index.module(&include.path);
        module.is_some_and(|module| format!("{module}:{}", include.receiver) == symbol)
    };
    all.iter().filter(is_of).cloned().collect()
}
