//! How sibling routes call the functions that keep rows.

use super::read::{Keeper, has_routes};
use super::{Fact, Facts, at};
use crate::detect::code::Code;
use crate::detect::entities::Entities;
use crate::detect::tally::{Tally, text};
use crate::facts::FactValue;
use crate::python::{CallSite, Module, Resolved, Symbol};

/// Adds `functions.called`: whether routes call them; and, where they do by a module, what that is called there, and
/// whether it is the package around that passes them on.
pub(super) fn add(code: &Code, siblings: &[&Keeper], entities: &Entities, facts: &mut Facts) {
    let (mut ways, mut words) = (Tally::default(), Tally::default());
    for (path, module) in code.own().filter(|(_, module)| has_routes(module)) {
        for site in &module.calls {
            let Some((way, word)) = way(code, siblings, path, module, site) else {
                continue;
            };
            let evidence = at(path, site.call.line);
            ways.add(way, evidence.clone());
            if let Some(word) = word {
                words.add(entities.template(&word).unwrap_or(word), evidence);
            }
        }
    }
    let Some((way, _, evidence)) = ways.ranked().first().copied() else {
        let no = Fact::certain(FactValue::Flag(false), siblings[0].evidence.clone());
        facts.add("functions.called", no);
        return;
    };
    facts.add("functions.called", text(way, evidence.clone()));
    if let Some((word, _, evidence)) = words.ranked().first() {
        facts.add("functions.module", text(word, (*evidence).clone()));
    }
}

/// `module`, `name` or `package`, and what the module or package is called there.
fn way(
    code: &Code,
    siblings: &[&Keeper],
    path: &str,
    module: &Module,
    site: &CallSite,
) -> Option<(&'static str, Option<String>)> {
    let callee = site.call.callee()?;
    let symbol = code.resolve(path, callee)?.own()?;
    let is_one = |it: &&&Keeper| it.path == symbol.path && it.function == symbol.name;
    siblings.iter().find(is_one)?;
    let Some((before, _)) = callee.rsplit_once('.') else {
        return Some((by_name(module, callee, &symbol), None));
    };
    let Resolved::Module(from) = code.resolve(path, before)? else {
        return None;
    };
    let way = if from == symbol.module {
        "module"
    } else {
        "package"
    };
    (!before.contains('.')).then(|| (way, Some(before.to_owned())))
}

/// A function that is imported by name, from its module or from a package that passes it on.
fn by_name(module: &Module, name: &str, symbol: &Symbol) -> &'static str {
    let dotted = module.imported(name).unwrap_or_default();
    match dotted.rsplit_once('.') {
        Some((from, _)) if from == symbol.module || from.starts_with('.') => "name",
        _ => "package-name",
    }
}
