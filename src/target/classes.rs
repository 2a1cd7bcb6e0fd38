//! Classes that tests are methods of, where the siblings' tests are; `unittest` has its own.

use serde::Serialize;

use super::base_url::base;
use super::callable::snake;
use super::case::{Argument, Case};
use super::code::Code;
use super::conftest::CLIENTS;
use super::fixtures::Fixture;
use super::sample::import;
use crate::naming::Names;
use crate::python::{Expression, Symbol};

/// In which form tests are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Form {
    Functions,
    Classes,
    Unittest,
}

/// What the tests of one thing are methods of.
#[derive(Debug, Serialize)]
pub(super) struct Class {
    /// Its name.
    name: String,
    /// What it tests.
    of: String,
    /// The class that it inherits from, as code.
    base: Option<String>,
    /// Import lines, in any order.
    imports: Vec<String>,
    /// The application that it asks by a client of its own.
    app: Option<String>,
    /// Whether its methods are those of `unittest`.
    is_unittest: bool,
    /// Its methods.
    cases: Vec<Case>,
}

/// How the tests of a file ask a service where they take no fixtures.
#[derive(Clone, Copy, Debug)]
pub(super) enum Asks<'a> {
    /// They do not.
    Nothing,
    /// By the client that a class of the tests has, from which theirs inherits.
    Base(&'a Symbol),
    /// By a client of an application, made for each.
    App(&'a Symbol),
}

/// What methods of `unittest` call the client that they make.
pub(super) const OWN_CLIENT: &str = "self.client";

impl Form {
    /// The form of the siblings' tests.
    pub fn of(code: &Code) -> Self {
        match code.facts.text("tests.form") {
            Some("classes") => Self::Classes,
            Some("unittest") => Self::Unittest,
            _ => Self::Functions,
        }
    }
}

/// The classes of tests for the file at `path`, in the order of what they test.
pub(super) fn classes(code: &Code, path: &str, cases: Vec<Case>, asks: Asks) -> Vec<Class> {
    let form = Form::of(code);
    let mut groups: Vec<(String, Vec<Case>)> = Vec::new();
    for case in cases {
        match groups.iter_mut().find(|(of, _)| *of == case.of) {
            Some((_, group)) => group.push(case),
            None => groups.push((case.of.clone(), vec![case])),
        }
    }
    let made = groups.into_iter().map(|(of, mut cases)| {
        shorten(&of, &mut cases);
        let name = name(code, path, &of, &cases);
        let class = Class {
            name,
            of,
            base: None,
            imports: Vec::new(),
            app: None,
            is_unittest: form == Form::Unittest,
            cases,
        };
        class.finished(asks)
    });
    made.collect()
}

impl Class {
    /// With its base and its imports.
    fn finished(mut self, asks: Asks) -> Self {
        if self.is_unittest {
            self.inherit(asks);
            for case in &mut self.cases {
                case.marks.clear();
                case.imports.retain(|line| line != "import pytest");
            }
        }
        for line in self
            .cases
            .iter_mut()
            .flat_map(|case| case.imports.drain(..))
        {
            if !self.imports.contains(&line) {
                self.imports.push(line);
            }
        }
        self
    }

    fn inherit(&mut self, asks: Asks) {
        let is_async = self.cases.iter().any(|case| case.is_async);
        let base = if is_async {
            "unittest.IsolatedAsyncioTestCase"
        } else {
            "unittest.TestCase"
        };
        self.base = Some(base.to_owned());
        let mut fixtures = self
            .cases
            .iter_mut()
            .flat_map(|case| case.fixtures.drain(..));
        // Each is looked at, for each is taken out.
        let asking = fixtures.by_ref().filter(is_own).count() > 0;
        drop(fixtures);
        let is_skipped = self.cases.iter().any(Case::is_open);
        match asks {
            Asks::Base(symbol) if asking => {
                self.base = Some(symbol.name.clone());
                self.imports.push(import(symbol));
                if is_skipped {
                    self.imports.push("import unittest".to_owned());
                }
                return;
            }
            Asks::App(symbol) if asking => {
                self.app = Some(symbol.name.clone());
                self.imports.push(import(symbol));
                let client = "from fastapi.testclient import TestClient";
                self.imports.push(client.to_owned());
            }
            _ => {}
        }
        self.imports.push("import unittest".to_owned());
    }
}

fn is_own(fixture: &Argument) -> bool {
    fixture.name.starts_with("self.")
}

/// Takes the name of what is tested out of the names of its tests, where it stands in that of their class.
fn shorten(of: &str, cases: &mut [Case]) {
    let own = format!("test_{}_", snake(of));
    let names: Vec<String> = cases.iter().map(|case| case.name.clone()).collect();
    for case in cases {
        let Some(rest) = case.name.strip_prefix(&own) else {
            continue;
        };
        let short = format!("test_{rest}");
        if !names.contains(&short) {
            case.name = short;
        }
    }
}

/// The name of the class for tests of `of`: none that an import has, and none of a class there that has other tests.
fn name(code: &Code, path: &str, of: &str, cases: &[Case]) -> String {
    let pascal = Names::new(of).map_or_else(|_| of.to_owned(), |names| names.pascal.clone());
    let is_class = of.starts_with(char::is_uppercase);
    let wanted = format!("Test{}", if is_class { of } else { &pascal });
    let module = code.module(path);
    let is_taken = |name: &str| {
        let mut imports = cases.iter().flat_map(|case| &case.imports);
        let class = module.as_ref().and_then(|module| module.class(name));
        let is_other =
            class.is_some_and(|class| !cases.iter().any(|case| class.method(&case.name).is_some()));
        is_other || imports.any(|line| line.ends_with(&format!(" import {name}")))
    };
    let numbered = (2..).map(|number| format!("{wanted}{number}"));
    let mut names = std::iter::once(wanted.clone()).chain(numbered);
    names.find(|name| !is_taken(name)).unwrap_or(wanted)
}

/// The class of the tests that has a client for those that inherit from it, and the client.
pub(super) fn client_base(code: &Code) -> Option<(Symbol, Fixture)> {
    let tests: Vec<&String> = code
        .paths()
        .iter()
        .filter(|path| path.contains("test"))
        .collect();
    tests.into_iter().find_map(|path| {
        if !code.text(path)?.contains("Client(") {
            return None;
        }
        let module = code.module(path)?;
        module.classes.iter().find_map(|class| {
            let symbol = Symbol {
                module: code.index.module(path)?,
                name: class.name.clone(),
                path: path.clone(),
            };
            let is_shared = !class.methods.iter().any(|one| one.name.starts_with("test"));
            let descends = code
                .lineage(&symbol)
                .has(&["TestCase", "IsolatedAsyncioTestCase"]);
            let made = module.assignments.iter().find_map(|one| {
                let kind = one.value.as_ref().and_then(kind)?;
                let scope = one.scope.strip_prefix(&class.name)?;
                let is_set_up = ["", ".setUp", ".asyncSetUp", ".setUpClass"].contains(&scope);
                let name = one.name.rsplit('.').next().filter(|_| is_set_up)?;
                let call = one.value.as_ref()?.as_call()?;
                Some(Fixture {
                    base: base(code, (path, &one.scope), call),
                    ..own_client(&format!("self.{name}"), kind)
                })
            });
            made.filter(|_| is_shared && descends)
                .map(|made| (symbol, made))
        })
    })
}

/// The kind of client that is made.
fn kind(value: &Expression) -> Option<&'static str> {
    let called = value.as_call()?.name();
    CLIENTS.into_iter().find(|kind| *kind == called)
}

/// A client that a class has.
pub(super) fn own_client(name: &str, kind: &str) -> Fixture {
    Fixture {
        name: name.to_owned(),
        kind: kind.to_owned(),
        annotation: (String::new(), None),
        app: None,
        of: Vec::new(),
        base: String::new(),
    }
}
