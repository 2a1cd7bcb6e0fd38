//! Where tests are, the fixtures that they use, how they run.

#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use super::code::{Code, is_test, is_test_module};
use super::full_path::value;
use super::session::session_of;
use super::tally::{Decides, Tally, text};
use crate::facts::{Evidence, Fact, FactValue, Facts};
use crate::idiom::path_of;
use crate::pytest::{self, Makers, Making, fixture};
use crate::python::{Expression, Form, Function, Module};

/// A fixture that gives a client or a session.
struct Fixture {
    name: String,
    kind: &'static str,
    evidence: Evidence,
    /// The fixtures that it is made of.
    of: Vec<String>,
    /// What a client puts before every address, where that has a path.
    base: Option<String>,
}

impl Fixture {
    fn is_async(&self) -> bool {
        self.kind.starts_with("Async")
    }
}

/// Adds the facts of the group `tests`.
pub(super) fn add(code: &Code, facts: &mut Facts) {
    let words = Words::of(code);
    let (clients, sessions, headers) = fixtures(code, facts);
    let client = add_fixture("tests.client", &clients, &words, facts);
    add_fixture("tests.session", &sessions, &words, facts);
    add_headers(&headers, facts);
    if let Some(client) = client {
        add_tables(code, client, &words, facts);
    }
    add_async(client, &words, facts);
}

/// Adds `tests.tables`: the fixture that makes the tables for tests that ask for it, where those that take the client
/// would not have them without.
fn add_tables(code: &Code, client: &Fixture, words: &Words, facts: &mut Facts) {
    let place = &client.evidence.place;
    let directory = place
        .rsplit_once('/')
        .map_or("", |(directory, _)| directory);
    let read = |path: &str| code.module(path);
    let makers = Makers {
        index: &code.index,
        read: &read,
        text: &|path| code.text(path),
        asked: &|name| words.uses(name),
    };
    let paths = pytest::modules(&code.index, directory, &read);
    if let Making::By(name) = makers.making(&paths, Some(&client.name)) {
        facts.add("tests.tables", text(&name, client.evidence.clone()));
    }
}

/// The name, kind and place of every fixture of interest: clients, sessions, headers of a user.
fn fixtures(code: &Code, facts: &Facts) -> (Vec<Fixture>, Vec<Fixture>, Vec<Fixture>) {
    let (mut clients, mut sessions, mut headers) = (Vec::new(), Vec::new(), Vec::new());
    for (path, module) in code.all() {
        let shared = !is_test(path) || path.ends_with("conftest.py") || !is_test_module(path);
        for function in module
            .functions
            .iter()
            .filter(|function| function.scope.is_empty())
        {
            let Some(pytest::Fixture { name, of, .. }) = fixture(function).filter(|_| shared)
            else {
                continue;
            };
            let evidence = Evidence::line(path, function.line);
            let known = |kind| Fixture {
                name: name.clone(),
                kind,
                evidence: evidence.clone(),
                of: of.clone(),
                base: base(code, path, module, (function, facts)),
            };
            if let Some(kind) = client_kind(code, path, module, function) {
                clients.push(known(kind));
            } else if let Some(is_async) = session_of(code, path, module, function) {
                sessions.push(known(if is_async { "AsyncSession" } else { "Session" }));
            } else if name.contains("header") {
                headers.push(known("headers"));
            }
        }
    }
    (clients, sessions, headers)
}

/// The path that a client which the function makes puts before every address.
fn base(
    code: &Code,
    path: &str,
    module: &Module,
    (function, facts): (&Function, &Facts),
) -> Option<String> {
    let scope = function.path();
    let mut calls = module.calls.iter().filter(|site| site.scope == scope);
    let made = calls.find(|site| client_class(site.call.name()).is_some())?;
    let url = module.as_value(made.call.keyword("base_url")?, &scope);
    let url = value(code, path, url, facts)?;
    Some(path_of(&url).to_owned()).filter(|path| !path.is_empty())
}

/// The class of client that a fixture gives, by its annotation, else by what it yields or returns.
fn client_kind(
    code: &Code,
    path: &str,
    module: &Module,
    function: &Function,
) -> Option<&'static str> {
    let annotated = function
        .returns
        .as_ref()
        .and_then(|returns| class_in(returns));
    annotated.or_else(|| {
        let mut values = function.yielded.iter().chain(&function.returned);
        values.find_map(|value| {
            let value = module.as_value(value, &function.path());
            let call = value.as_call()?;
            let callee = call.callee()?;
            client_class(call.name()).filter(|_| code.external(path, callee).is_some())
        })
    })
}

fn class_in(annotation: &Expression) -> Option<&'static str> {
    match &annotation.form {
        Form::Name(name) => client_class(name.rsplit('.').next().unwrap_or(name)),
        Form::Index(_, items) => items.iter().find_map(class_in),
        _ => None,
    }
}

fn client_class(name: &str) -> Option<&'static str> {
    match name {
        "TestClient" => Some("TestClient"),
        "AsyncClient" => Some("AsyncClient"),
        "AsyncTestClient" => Some("AsyncTestClient"),
        _ => None,
    }
}

/// Adds the fixture that tests use most, with its kind.
fn add_fixture<'a>(
    fact_name: &str,
    fixtures: &'a [Fixture],
    words: &Words,
    facts: &mut Facts,
) -> Option<&'a Fixture> {
    let mut tally = Tally::default();
    // One that is made of another of them, such as that of a signed-in user, is not the plain one.
    let is_made = |fixture: &Fixture| {
        let mut others = fixtures.iter().filter(|other| other.name != fixture.name);
        others.any(|other| fixture.of.contains(&other.name))
    };
    let is_meant = |fixture: &&Fixture| !is_made(fixture) && !is_nobody(&fixture.name);
    let is_any = fixtures.iter().any(|fixture| is_meant(&fixture));
    for fixture in fixtures.iter().filter(|it| !is_any || is_meant(it)) {
        tally.add_times(&fixture.name, 0, fixture.evidence.clone());
    }
    let names: Vec<String> = tally
        .ranked()
        .iter()
        .map(|(name, ..)| (*name).to_owned())
        .collect();
    for name in &names {
        tally.add_times(name, words.uses(name), Evidence::place(""));
    }
    let mut fact = tally.decide(Decides::Times(2))?;
    fact.certain |= names.len() == 1;
    let most = tally.ranked().first().map_or(0, |(_, count, _)| *count);
    fact.candidates.retain(|name| tally.count(name) * 4 >= most);
    let name = fact.value.as_text().unwrap_or_default().to_owned();
    let chosen = fixtures
        .iter()
        .find(|fixture| fixture.name == name)
        .filter(|_| fact.certain);
    if let Some(fixture) = chosen {
        facts.add(
            format!("{fact_name}.kind"),
            text(fixture.kind, fixture.evidence.clone()),
        );
        let flag = Fact::certain(
            FactValue::Flag(fixture.is_async()),
            fixture.evidence.clone(),
        );
        facts.add(format!("{fact_name}.async"), flag);
        if let Some(base) = &fixture.base {
            let base = text(base, fixture.evidence.clone());
            facts.add(format!("{fact_name}.base"), base);
        }
    }
    facts.add(fact_name, fact);
    chosen
}

/// Whether a client is that of nobody: `client_unauthenticated`.
fn is_nobody(name: &str) -> bool {
    let words = ["unauth", "anonymous", "no_auth", "logged_out"];
    words.iter().any(|word| name.contains(word))
}

/// Adds `tests.auth`: those of an ordinary user first.
fn add_headers(headers: &[Fixture], facts: &mut Facts) {
    let mut names: Vec<&Fixture> = headers.iter().collect();
    names.sort_by_key(|fixture| {
        ["super", "admin"]
            .iter()
            .any(|word| fixture.name.contains(word))
    });
    names.dedup_by(|a, b| a.name == b.name);
    if let Some(first) = names.first() {
        let list = names.iter().map(|fixture| fixture.name.clone()).collect();
        facts.add(
            "tests.auth",
            Fact::certain(FactValue::List(list), first.evidence.clone()),
        );
    }
}

/// Adds `tests.async`: as the client is, else as most tests are.
fn add_async(client: Option<&Fixture>, words: &Words, facts: &mut Facts) {
    let fact = match client {
        Some(client) => Fact::certain(FactValue::Flag(client.is_async()), client.evidence.clone()),
        None => match words.functions.decide(Decides::Share(70)) {
            Some(fact) => fact,
            None => return,
        },
    };
    facts.add("tests.async", fact);
}

/// What the texts of the test modules hold: how often a word stands as a parameter, how many tests are async.
struct Words {
    parameters: BTreeMap<String, usize>,
    functions: Tally,
    marks: Tally,
}

impl Words {
    fn of(code: &Code) -> Self {
        let mut words = Self {
            parameters: BTreeMap::new(),
            functions: Tally::default(),
            marks: Tally::default(),
        };
        for path in code.files.iter().filter(|path| is_test(path)) {
            let Some(text) = code.text(path) else {
                continue;
            };
            words.count(&text);
            if !code.stamped.contains(path) {
                words.count_tests(path, &text);
            }
        }
        words
    }

    fn count_tests(&mut self, path: &str, text: &str) {
        for (index, line) in text.lines().enumerate() {
            let start = line.trim_start();
            let evidence = || Evidence::line(path, index + 1);
            if start.starts_with("def test_") {
                self.functions.add("false", evidence());
            } else if start.starts_with("async def test_") {
                self.functions.add("true", evidence());
            }
            for mark in ["pytest.mark.anyio", "pytest.mark.asyncio"] {
                if line.contains(mark) {
                    self.marks.add(mark, evidence());
                }
            }
        }
    }

    fn count(&mut self, text: &str) {
        for names in text.split("usefixtures(").skip(1) {
            let names = names.split(')').next().unwrap_or_default().split(',');
            for name in names.map(|name| name.trim().trim_matches(['"', '\''])) {
                *self.parameters.entry(name.to_owned()).or_default() += 1;
            }
        }
        for head in text.split("def ").skip(1) {
            let head = head.split_once(":\n").map_or(head, |(head, _)| head);
            let Some((_, parameters)) = head.split_once('(') else {
                continue;
            };
            for parameter in parameters.split(',') {
                let name: String = parameter
                    .trim_start()
                    .chars()
                    .take_while(|c| c.is_alphanumeric() || *c == '_')
                    .collect();
                *self.parameters.entry(name).or_default() += 1;
            }
        }
    }

    fn uses(&self, name: &str) -> usize {
        self.parameters.get(name).copied().unwrap_or(0)
    }
}

/// Adds `tests.runner` by the modes of pytest-asyncio and anyio that a configuration sets, else by the marks of tests.
pub(super) fn add_runner(
    code: &Code,
    [mode, of_anyio]: [Option<(&str, Evidence)>; 2],
    facts: &mut Facts,
) {
    let words = Words::of(code);
    let anyio = code.tests().find_map(|(path, module)| {
        let function = module.function("anyio_backend")?;
        Some(Evidence::line(path, function.line))
    });
    let marks = words.marks.ranked();
    let of_anyio = of_anyio.filter(|(mode, _)| *mode == "auto" && marks.is_empty());
    let anyio = match of_anyio {
        Some((_, evidence)) => Some(("anyio-auto", evidence)),
        None => anyio.map(|evidence| ("anyio", evidence)),
    };
    let fact = match (mode, marks.first(), anyio) {
        (Some(("auto", evidence)), ..) => text("asyncio-auto", evidence),
        (_, Some(("pytest.mark.anyio", _, evidence)), _) => text("anyio", (*evidence).clone()),
        (_, Some((_, _, evidence)), _) => text("asyncio-strict", (*evidence).clone()),
        (None, None, Some((runner, evidence))) => text(runner, evidence),
        (Some((_, evidence)), ..) => text("asyncio-strict", evidence),
        // Its own tests are none that await, those that come along are.
        (None, None, None) if facts.text("tests.client.kind") == Some("AsyncClient") => {
            let client = facts.get("tests.client").map(|fact| fact.evidence.clone());
            let Some(evidence) = client.filter(|_| words.functions.count("true") == 0) else {
                return;
            };
            text("asyncio-strict", evidence)
        }
        (None, None, None) if words.functions.count("true") == 0 && !words.functions.is_empty() => {
            let evidence = words.functions.ranked()[0].2.clone();
            text("sync", evidence)
        }
        _ => return,
    };
    facts.add("tests.runner", fact);
}

/// Adds `project.tests` and `project.tests_package`: the directory that most tests are in.
pub(super) fn add_place(code: &Code, facts: &mut Facts) {
    let mut tally = Tally::default();
    for path in code
        .files
        .iter()
        .filter(|path| is_test_module(path) || path.ends_with("conftest.py"))
    {
        let mut dir = String::new();
        for part in path.split('/') {
            if !dir.is_empty() {
                dir.push('/');
            }
            dir.push_str(part);
            if matches!(part, "tests" | "test") {
                tally.add(&dir, Evidence::line(path, 1));
                break;
            }
        }
    }
    let Some(fact) = tally.decide(Decides::Most) else {
        return;
    };
    if let Some(dir) = fact.value.as_text().filter(|_| fact.certain) {
        let init = format!("{dir}/__init__.py");
        let module = code
            .files
            .contains(&init)
            .then(|| code.index.module(&init))
            .flatten();
        if let Some(module) = module {
            facts.add(
                "project.tests_package",
                text(&module, Evidence::line(&init, 1)),
            );
        }
    }
    facts.add("project.tests", fact);
}
