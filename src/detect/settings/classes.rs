//! The classes of settings: those that inherit the base, also in modules that do not name it.

use std::collections::BTreeSet;

use super::{Class, sketched, symbol_in};
use crate::detect::code::{Code, Sketch};
use crate::python::{Module, Resolved, Symbol};

/// The base of settings, by its names elsewhere.
const BASES: [&str; 4] = [
    "pydantic_settings.BaseSettings",
    "pydantic_settings.main.BaseSettings",
    "pydantic.BaseSettings",
    "pydantic.v1.BaseSettings",
];

/// All classes of settings in the program.
pub(super) fn classes(code: &Code) -> Vec<Class> {
    let mut found: Vec<Class> = Vec::new();
    let mut above: Vec<Symbol> = Vec::new();
    for (path, module) in code.own() {
        add_classes(code, path, module, &mut found, &mut above);
    }
    add_heirs(code, &mut found, &mut above);
    for class in &mut found {
        class.is_base = above.contains(&class.symbol);
    }
    found
}

/// Adds the classes of settings in one module, and to `above` what they inherit.
fn add_classes(
    code: &Code,
    path: &str,
    module: &Module,
    found: &mut Vec<Class>,
    above: &mut Vec<Symbol>,
) {
    let Some(dotted) = code.index.module(path) else {
        return;
    };
    for class in module.classes.iter().filter(|class| class.scope.is_empty()) {
        let ancestors = code.ancestors(path, class);
        let names = ancestors.iter().filter_map(Resolved::external);
        if names.into_iter().any(|name| BASES.contains(&name)) {
            above.extend(ancestors.into_iter().filter_map(Resolved::own));
            let symbol = symbol_in(path, &dotted, &class.name);
            found.push(Class {
                symbol,
                line: class.line,
                is_base: false,
                instance: None,
                getter: None,
            });
        }
    }
}

/// Adds the classes that inherit those found, from modules that were not read: these are called as settings are.
fn add_heirs(code: &Code, found: &mut Vec<Class>, above: &mut Vec<Symbol>) {
    let mut seen: BTreeSet<String> = BTreeSet::new();
    // Heirs have heirs, though not for long.
    for _ in 0..3 {
        let known: Vec<String> = found.iter().map(|it| it.symbol.module.clone()).collect();
        let known: Vec<&str> = known.iter().map(String::as_str).collect();
        let is_called = |(name, _): &(String, usize)| {
            ["Settings", "Config"]
                .iter()
                .any(|word| name.contains(word))
        };
        let has_some = |sketch: &Sketch| sketch.classes.iter().any(is_called);
        let paths = sketched(code, &known, &has_some).map(|(path, _)| path.clone());
        let paths: Vec<String> = paths.filter(|path| !seen.contains(path)).collect();
        for path in &paths {
            if let Some(module) = code.module(path) {
                add_classes(code, path, &module, found, above);
            }
        }
        if paths.is_empty() {
            return;
        }
        seen.extend(paths);
    }
}
