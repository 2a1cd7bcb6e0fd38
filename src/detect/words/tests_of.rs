//! How siblings write their tests.

use super::set_most;
use crate::detect::code::Code;
use crate::detect::tally::{Decides, Tally};
use crate::facts::{Evidence, FactValue, Facts};

/// Adds the words of tests.
pub(super) fn add(code: &Code, facts: &mut Facts) {
    add_mark(code, facts);
    add_docs(code, facts);
}

/// `words.test_docs`: whether nearly all tests say what they show.
fn add_docs(code: &Code, facts: &mut Facts) {
    let mut tally = Tally::default();
    for (path, module) in code.tests() {
        let tests = module.all_functions();
        for test in tests.filter(|function| function.name.starts_with("test_")) {
            let says = test.doc.is_some().to_string();
            tally.add(says, Evidence::line(path, test.line));
        }
    }
    let fact = tally.decide(Decides::Share(80)).filter(|fact| fact.certain);
    if let Some(fact) = fact.filter(|fact| fact.value == FactValue::Flag(true)) {
        facts.add("words.test_docs", fact);
    }
}

/// `tests.mark`: the mark that most async tests carry.
fn add_mark(code: &Code, facts: &mut Facts) {
    let mut tally = Tally::default();
    for (path, module) in code.tests() {
        let of_module = module.value("pytestmark", "").map(|mark| &mark.source);
        for function in module.all_functions() {
            if !function.is_async || !function.name.starts_with("test_") {
                continue;
            }
            let is_runner = |mark: &&String| {
                mark.starts_with("pytest.mark.asyncio") || mark.starts_with("pytest.mark.anyio")
            };
            let own = function.decorators.iter().map(|mark| &mark.source);
            if let Some(mark) = own.chain(of_module).find(is_runner) {
                tally.add(mark.as_str(), Evidence::line(path, function.line));
            }
        }
    }
    set_most(&tally, "tests.mark", facts);
}
