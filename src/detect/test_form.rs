//! In which form tests are written: functions, methods of classes, or methods of `unittest`.
//!
//! It is read from their lines: files that hold tests alone are not parsed.

use std::collections::BTreeMap;

use super::code::{Code, is_test};
use super::tally::{Decides, Tally};
use crate::facts::{Evidence, Facts};

/// So many files of tests show a habit.
const ENOUGH: usize = 200;

/// The forms: functions, methods of plain classes, methods of `unittest`.
const FORMS: [&str; 3] = ["functions", "classes", "unittest"];

/// The bases of classes by name, each without what stands before its last dot.
type Bases = BTreeMap<String, Vec<String>>;

/// Adds `tests.form`: what most files of tests have, each as most of its tests are written.
pub(super) fn add(code: &Code, facts: &mut Facts) {
    let written: Vec<&String> = code.written_tests().take(ENOUGH).collect();
    let around = code.files.iter().filter(|path| is_test(path)).take(ENOUGH);
    let mut bases = Bases::new();
    for path in around.chain(written.iter().copied()) {
        let text = code.text(path).unwrap_or_default();
        bases.extend(text.lines().filter_map(class));
    }
    let mut forms = Tally::default();
    for path in written {
        let text = code.text(path).unwrap_or_default();
        if let Some((form, line)) = form(&text, &bases) {
            forms.add(form, Evidence::line(path, line));
        }
    }
    let fact = forms.decide(Decides::Share(60));
    if let Some(fact) = fact.filter(|fact| fact.certain) {
        facts.add("tests.form", fact);
    }
}

/// The form of most tests in a file, and the line of the first of them.
fn form(text: &str, bases: &Bases) -> Option<(&'static str, usize)> {
    let mut found = [(0, 0); FORMS.len()];
    let mut within = None;
    for (index, line) in text.lines().enumerate() {
        let is_inner = line.starts_with([' ', '\t']);
        if !is_inner && line.starts_with(char::is_alphabetic) {
            within = class(line).map(|(name, _)| name);
        }
        let code = line.trim_start();
        if !code.starts_with("def test") && !code.starts_with("async def test") {
            continue;
        }
        let at = match &within {
            None if is_inner => continue,
            None => 0,
            Some(name) if is_unittest(name, bases, 8) => 2,
            Some(name) if name.starts_with("Test") => 1,
            Some(_) => continue,
        };
        let (count, first) = &mut found[at];
        *count += 1;
        *first = if *first == 0 { index + 1 } else { *first };
    }
    let most = (0..FORMS.len()).rev().max_by_key(|at| found[*at].0)?;
    let (count, first) = found[most];
    (count > 0).then_some((FORMS[most], first))
}

/// The class that a line begins, with its bases.
fn class(line: &str) -> Option<(String, Vec<String>)> {
    let head = line.strip_prefix("class ")?;
    let (name, rest) = head.split_once(['(', ':'])?;
    let bases = rest.split(')').next().unwrap_or_default().split(',');
    let last = |base: &str| base.trim().rsplit('.').next().map(str::to_owned);
    Some((name.trim().to_owned(), bases.filter_map(last).collect()))
}

/// Whether a class descends from a `TestCase`; so far up as `depth` says.
fn is_unittest(name: &str, bases: &Bases, depth: usize) -> bool {
    let mut own = bases.get(name).into_iter().flatten();
    depth > 0
        && own.any(|base| {
            base.ends_with("TestCase") && !bases.contains_key(base)
                || is_unittest(base, bases, depth - 1)
        })
}

#[cfg(test)]
mod tests {
    use crate::detect::tests::check;

    #[test]
    fn how_tests_are_written() {
        let main = "from fastapi import FastAPI\napp = FastAPI()\n";
        let function = "import pytest\n\n\ndef test_a():\n    assert 1\n";
        let class = "class TestA:\n    async def test_a(self):\n        assert 1\n";
        let unittest = "import unittest\n\nclass Orders(unittest.TestCase):\n    def test_a(self):\n        pass\n";
        let inherited =
            "from .base import Base\n\nclass Orders(Base):\n    def test_a(self): ...\n";
        let base = "class Base(IsolatedAsyncioTestCase):\n    def setUp(self): ...\n";
        let nested =
            "def helper():\n    def test_a(): ...\n\nclass Other:\n    def test_b(self): ...\n";
        for (tests, expected) in [
            (vec![function], "functions"),
            (vec![class], "classes"),
            (vec![unittest], "unittest"),
            (vec![inherited, base], "unittest"),
            (vec![nested], ""),
            // Split: neither is what siblings do.
            (vec![class, unittest], ""),
            (vec![class, class, unittest], "classes"),
            (vec!["def helper(): ...\n"], ""),
            (vec![], ""),
        ] {
            let name = |at| match (at, tests.len()) {
                (1, 2) if tests[1] == base => "tests/base.py".to_owned(),
                _ => format!("tests/test_{at}.py"),
            };
            let names: Vec<String> = (0..tests.len()).map(name).collect();
            let mut files = vec![("app/main.py", main), ("app/__init__.py", "")];
            files.extend(names.iter().map(String::as_str).zip(tests.iter().copied()));
            check(&files, &[("tests.form", expected)]);
        }
    }
}
