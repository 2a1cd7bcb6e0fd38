//! Who depends on which function, by `Depends(f)` or an alias of it.

use std::collections::BTreeMap;

use super::code::Code;
use super::objects;
use crate::python::{Call, Expression, Module, Resolved, Symbol};

/// How often functions are depended on, directly and through aliases.
pub(super) struct Uses {
    direct: BTreeMap<String, usize>,
    aliases: BTreeMap<String, Vec<Alias>>,
}

/// `X = Annotated[T, Depends(f)]`
#[derive(Clone, Debug)]
pub(super) struct Alias {
    /// Where it is.
    pub symbol: Symbol,
    /// The line.
    pub line: usize,
    /// How many parameters have it.
    pub uses: usize,
}

impl Uses {
    /// Counts over the whole program.
    pub(super) fn of(code: &Code) -> Self {
        let mut uses = Self {
            direct: BTreeMap::new(),
            aliases: BTreeMap::new(),
        };
        let mut alias_of: BTreeMap<String, (String, Alias)> = BTreeMap::new();
        for (path, module) in code.own() {
            for site in &module.calls {
                if let Some(symbol) = depended(code, path, &site.call) {
                    *uses.direct.entry(symbol).or_default() += 1;
                }
            }
            for (function, alias) in aliases(code, path, module) {
                alias_of.insert(alias.symbol.to_string(), (function, alias));
            }
        }
        if !alias_of.is_empty() {
            count_aliases(code, &mut alias_of);
        }
        for (function, alias) in alias_of.into_values() {
            uses.aliases.entry(function).or_default().push(alias);
        }
        uses
    }

    /// How often a function is depended on.
    pub(super) fn count(&self, function: &str) -> usize {
        let aliases = self.aliases.get(function);
        let through: usize =
            aliases.map_or(0, |aliases| aliases.iter().map(|alias| alias.uses).sum());
        self.direct.get(function).copied().unwrap_or(0) + through
    }

    /// What is depended on, as facts write symbols.
    pub(super) fn all(&self) -> impl Iterator<Item = &str> {
        let aliased = self
            .aliases
            .keys()
            .filter(|it| !self.direct.contains_key(*it));
        self.direct.keys().chain(aliased).map(String::as_str)
    }

    /// The aliases of a function, the one used most first.
    pub(super) fn aliases(&self, function: &str) -> Vec<&Alias> {
        let mut aliases: Vec<&Alias> = self.aliases.get(function).into_iter().flatten().collect();
        aliases.sort_by_key(|alias| std::cmp::Reverse(alias.uses));
        aliases
    }
}

/// The function in `Depends(f)` or `Security(f)`; the method of an object or a class with what has it:
/// `module:users.current_user`.
pub(super) fn depended(code: &Code, path: &str, call: &Call) -> Option<String> {
    if !matches!(call.name(), "Depends" | "Security") {
        return None;
    }
    let name = call.argument("dependency", 0)?.as_name()?;
    if let Some(found) = code.resolve(path, name) {
        return Some(found.own()?.to_string());
    }
    let (object, method) = objects::object(code, path, name)?;
    Some(format!("{object}.{method}"))
}

fn aliases(code: &Code, path: &str, module: &Module) -> Vec<(String, Alias)> {
    let alias = |assigned: &crate::python::Assignment| {
        let function = annotated(code, path, assigned.value.as_ref()?)?;
        let symbol = Symbol {
            module: code.index.module(path)?,
            name: assigned.name.clone(),
            path: path.to_owned(),
        };
        Some((
            function,
            Alias {
                symbol,
                line: assigned.line,
                uses: 0,
            },
        ))
    };
    let top = module
        .assignments
        .iter()
        .filter(|assigned| assigned.scope.is_empty());
    top.filter_map(alias).collect()
}

/// The function in `Annotated[T, Depends(f)]`.
pub(super) fn annotated(code: &Code, path: &str, value: &Expression) -> Option<String> {
    let (name, items) = value.as_index()?;
    if !name.ends_with("Annotated") {
        return None;
    }
    let mut calls = items.iter().filter_map(Expression::as_call);
    calls.find_map(|call| depended(code, path, call))
}

fn count_aliases(code: &Code, alias_of: &mut BTreeMap<String, (String, Alias)>) {
    for (path, module) in code.own() {
        for function in module.all_functions() {
            let annotations = function
                .parameters
                .iter()
                .filter_map(|parameter| parameter.annotation.as_ref());
            for name in annotations.filter_map(Expression::as_name) {
                let resolved = code.resolve(path, name).and_then(Resolved::own);
                if let Some((_, alias)) =
                    resolved.and_then(|found| alias_of.get_mut(&found.to_string()))
                {
                    alias.uses += 1;
                }
            }
        }
    }
}
