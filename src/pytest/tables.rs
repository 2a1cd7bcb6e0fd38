//! Which fixtures make the tables of tests, and which of those a test has to ask for.

use std::collections::{BTreeMap, BTreeSet};

use super::{Fixture, fixture};
use crate::python::{Function, Index, Module, Read};

/// What a function that makes tables says.
const WORDS: [&str; 5] = [
    "create_all",
    "command.upgrade",
    "alembic upgrade",
    "\"upgrade\", \"head\"",
    "run_migrations",
];

/// What makes tables, of what tests see.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Making {
    /// Nothing does.
    Nothing,
    /// It is done for every test that has the client.
    Done,
    /// A fixture does that a test has to ask for.
    By(String),
}

/// Where fixtures and the functions that they call are looked up.
pub struct Makers<'a> {
    /// The modules of the project.
    pub index: &'a Index,
    /// Reads a module.
    pub read: &'a Read<'a>,
    /// Reads the text of a file.
    pub text: &'a dyn Fn(&str) -> Option<String>,
    /// How many tests ask for a fixture.
    pub asked: &'a dyn Fn(&str) -> usize,
}

/// A fixture, and whether it makes tables itself.
struct Known {
    of: Fixture,
    makes: bool,
}

impl Makers<'_> {
    /// What makes the tables for tests that see the fixtures of the modules at `paths` and take the fixture `client`.
    #[must_use]
    pub fn making(&self, paths: &[String], client: Option<&str>) -> Making {
        let mut all: BTreeMap<String, Known> = BTreeMap::new();
        let mut is_made = false;
        for path in paths {
            let Some(module) = (self.read)(path) else {
                continue;
            };
            is_made |= self.says(path);
            for function in &module.functions {
                let Some(of) = fixture(function) else {
                    continue;
                };
                let makes = self.makes(path, &module, function);
                all.entry(of.name.clone()).or_insert(Known { of, makes });
            }
        }
        choose(&all, client, is_made, self.asked)
    }

    /// Whether a function makes tables, itself or by another that it calls.
    fn makes(&self, path: &str, module: &Module, function: &Function) -> bool {
        let scope = function.path();
        let inner = format!("{scope}.");
        let is_inside = |of: &str| of == scope || of.starts_with(&inner);
        let mut calls = module.calls.iter().filter(|site| is_inside(&site.scope));
        self.says_in(path, function)
            || calls.any(|site| {
                let callee = site.call.callee();
                callee.is_some_and(|callee| self.leads_to_making(path, callee))
            })
    }

    fn leads_to_making(&self, path: &str, callee: &str) -> bool {
        let symbol = self.index.resolve(path, callee, self.read);
        let Some(symbol) = symbol.and_then(crate::python::Resolved::own) else {
            return false;
        };
        let module = (self.read)(&symbol.path);
        let function = module.as_ref().and_then(|it| it.function(&symbol.name));
        function.is_some_and(|function| self.says_in(&symbol.path, function))
    }

    fn says(&self, path: &str) -> bool {
        let text = (self.text)(path).unwrap_or_default();
        WORDS.iter().any(|word| text.contains(word))
    }

    fn says_in(&self, path: &str, function: &Function) -> bool {
        let text = (self.text)(path).unwrap_or_default();
        let lines = text.lines().skip(function.line.saturating_sub(1));
        let mut own = lines.take((function.end_line + 1).saturating_sub(function.line));
        own.any(|line| WORDS.iter().any(|word| line.contains(word)))
    }
}

/// Of fixtures that make tables those do for a test that it has anyway; else the one that tests ask for most, of what
/// makes them or is made of what does.
fn choose(
    all: &BTreeMap<String, Known>,
    client: Option<&str>,
    is_made: bool,
    asked: &dyn Fn(&str) -> usize,
) -> Making {
    let makes = |name: &String| all.get(name).is_some_and(|known| known.makes);
    let automatic = all.values().filter(|known| known.of.is_auto);
    let given = automatic.map(|known| known.of.name.as_str()).chain(client);
    if given
        .flat_map(|name| closure(all, name))
        .any(|name| makes(&name))
    {
        return Making::Done;
    }
    let candidates = all
        .keys()
        .filter(|name| closure(all, name).iter().any(makes));
    let best = candidates.max_by_key(|name| (asked(name), makes(name)));
    match best {
        Some(name) => Making::By(name.clone()),
        None if is_made => Making::Done,
        None => Making::Nothing,
    }
}

/// A fixture and all that it is made of.
fn closure(all: &BTreeMap<String, Known>, name: &str) -> BTreeSet<String> {
    let (mut found, mut waiting) = (BTreeSet::new(), vec![name.to_owned()]);
    while let Some(name) = waiting.pop() {
        if found.insert(name.clone()) {
            let known = all.get(&name).into_iter();
            waiting.extend(known.flat_map(|known| known.of.of.clone()));
        }
    }
    found
}
