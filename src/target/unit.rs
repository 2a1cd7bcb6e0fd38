//! Tests that call functions and methods themselves.

use super::callable::{Callable, Passed, imported, snake};
use super::case::{Argument, Case, TestNames};
use super::example::examples;
use super::making::{Makings, Setting};
use super::outcome::outcome;
use super::refusal::{Refusal, adjusted, refusals};
use super::result::{Returned, returned};
use super::runner::Runner;
use super::sample::quoted;
use super::shape::Shape;
use super::tables::Tables;

/// The tests of one callable.
pub(super) fn cases(makings: Makings, callable: &Callable, names: &mut TestNames) -> Vec<Case> {
    let is_init = callable.function.item.name == "__init__";
    let is_known = callable.unknown_decorator().is_none() && !callable.is_rebound(makings.code);
    let (setting, given) = match ready(makings, callable) {
        Ok(ready) => ready,
        Err(_) if is_init => return Vec::new(),
        Err(what) => {
            let told = examples(makings.code, callable, is_known, names);
            return or(told, || without_values(callable, &what, names));
        }
    };
    let makes = Makes {
        makings,
        callable,
        setting,
        given,
    };
    let refusals = refusals(makings.code, callable, &makes.given);
    let is_known = is_known && makes.is_sure();
    let mut cases: Vec<Case> = if is_init {
        let keeps = is_known && refusals.comes_back;
        keeps
            .then(|| makes.made(names))
            .flatten()
            .into_iter()
            .collect()
    } else {
        let plain = makes.plain((is_known, refusals.comes_back), names);
        let mut told = examples(makings.code, callable, is_known, names);
        if plain.is_open() && !told.is_empty() {
            names.give_back(&plain.name);
        } else {
            told.insert(0, plain);
        }
        told
    };
    let raises_at_once = is_known && !callable.function.item.yields;
    for refusal in refusals.found.iter().filter(|_| raises_at_once) {
        cases.push(makes.refused(refusal, names));
    }
    cases
}

/// Some tests, else another one.
fn or(cases: Vec<Case>, other: impl FnOnce() -> Case) -> Vec<Case> {
    if cases.is_empty() {
        vec![other()]
    } else {
        cases
    }
}

fn ready(makings: Makings, callable: &Callable) -> Result<(Setting, Vec<Passed>), String> {
    let given = makings.arguments(&callable.function)?;
    let given = adjusted(makings.code, callable, given);
    Ok((makings.setting(callable)?, given))
}

/// A test without a call: there is no value for an argument.
fn without_values(callable: &Callable, what: &str, names: &mut TestNames) -> Case {
    let path = callable.path();
    let mut case = Case::empty(names.free(&callable.test_name()));
    case.is_async = false;
    case.doc = format!("What `{path}` gives.");
    case.import([imports_of(callable)]);
    case.import(["import pytest".to_owned()]);
    case.skip = Some(format!(
        "give a value for {what}, and say what `{path}` should do with it"
    ));
    case.shape = Shape::Calls {
        arrange: vec![format!("assert callable({})", name_of(callable))],
        call: None,
    };
    case
}

/// The line that imports what is tested.
pub(super) fn imports_of(callable: &Callable) -> String {
    match &callable.owner {
        Some(owner) => super::sample::import(owner),
        None => imported(&callable.function.module, &callable.function.item.name),
    }
}

/// What is tested, as code.
pub(super) fn name_of(callable: &Callable) -> String {
    let name = &callable.function.item.name;
    match &callable.owner {
        Some(owner) => format!("{}.{name}", owner.name),
        None => super::callable::called(name),
    }
}

/// What is needed to write calls of one callable.
pub(super) struct Makes<'a> {
    pub makings: Makings<'a>,
    pub callable: &'a Callable,
    pub setting: Setting,
    pub given: Vec<Passed>,
}

impl Makes<'_> {
    /// Whether the object and the arguments are sure to be there before the call.
    fn is_sure(&self) -> bool {
        let has_tables = self.makings.fixtures.tables != Tables::Lacking;
        let is_there = |passed: &Passed| passed.is_sure && (has_tables || passed.fixture.is_none());
        let is_free = has_tables || self.setting.fixtures.is_empty();
        is_free && self.setting.is_sure && self.given.iter().all(is_there)
    }

    /// A test with what the call needs.
    pub fn case(&self, name: &str) -> Case {
        let mut case = Case::empty(name.to_owned());
        let fixtures = self
            .given
            .iter()
            .filter_map(|passed| passed.fixture.clone());
        let mut wanted: Vec<String> = self
            .setting
            .fixtures
            .iter()
            .cloned()
            .chain(fixtures)
            .collect();
        wanted.dedup();
        for name in wanted {
            self.add_fixture(&mut case, &name);
        }
        let is_async = self.callable.function.item.is_async;
        let asks_async = case
            .fixtures
            .iter()
            .any(|fixture| fixture.annotation.starts_with("Async"));
        if is_async || asks_async {
            run_async(&mut case, self.makings.fixtures.runner);
        }
        case.import(self.setting.imports.iter().cloned());
        case
    }

    fn add_fixture(&self, case: &mut Case, name: &str) {
        let fixtures = self.makings.fixtures;
        let known = [false, true]
            .iter()
            .filter_map(|is_async| fixtures.session(*is_async));
        if let Some(fixture) = known.into_iter().find(|fixture| fixture.name == name) {
            case.fixtures.push(Argument {
                name: fixture.name.clone(),
                annotation: fixture.annotation.0.clone(),
            });
            case.import(fixture.annotation.1.clone());
            if let Tables::By(maker) = &fixtures.tables {
                let mark = format!("pytest.mark.usefixtures({})", quoted(maker));
                case.marks.retain(|known| *known != mark);
                case.marks.push(mark);
                case.import(["import pytest".to_owned()]);
            }
        }
    }

    /// The call, with another value for one parameter.
    pub fn call(&self, case: &mut Case, other: Option<&Refusal>) -> String {
        let mut arguments = Vec::new();
        for passed in &self.given {
            let value = match other {
                Some(refusal) if refusal.parameter == passed.name => &refusal.value,
                _ => &passed.value,
            };
            case.import(value.imports.iter().cloned());
            arguments.push(if passed.by_place {
                value.code.clone()
            } else {
                format!("{}={}", passed.name, value.code)
            });
        }
        let wait = if self.callable.function.item.is_async {
            "await "
        } else {
            ""
        };
        if self.callable.is_property() {
            return self.setting.function.clone();
        }
        format!("{wait}{}({})", self.setting.function, arguments.join(", "))
    }

    /// The call with good arguments: looked at where it is sure to come back, else left to a person.
    fn plain(&self, (is_known, comes_back): (bool, bool), names: &mut TestNames) -> Case {
        let path = self.callable.path();
        let function = &self.callable.function;
        let mut case = self.case(&names.free(&self.callable.test_name()));
        let call = self.call(&mut case, None);
        if function.item.yields {
            return self.gives(is_known && comes_back, case, &call);
        }
        let returned = returned(self.makings.code, &function.path, &function.item);
        case.doc = format!("What `{path}` gives.");
        let arrange = self.setting.arrange.clone();
        let comes_back = is_known && comes_back;
        let outcome = is_known
            .then(|| outcome(self.makings.code, self.callable, &self.given))
            .flatten();
        case.shape = match (returned, outcome) {
            (Returned::Holds(_) | Returned::Unknown, Some(assertion)) => Shape::Returns {
                arrange,
                call,
                assertion,
            },
            (Returned::Holds(holds), None) if comes_back => {
                case.import(holds.imports);
                Shape::Returns {
                    arrange,
                    call,
                    assertion: holds.code,
                }
            }
            (other, _) => {
                case.import(["import pytest".to_owned()]);
                let (reason, assertion) = self.open(other, &mut case, &path);
                case.skip = Some(reason);
                shape(arrange, Some(call), assertion)
            }
        };
        case
    }

    /// What a person has to say, and what holds already.
    fn open(&self, returned: Returned, case: &mut Case, path: &str) -> (String, Option<String>) {
        match returned {
            Returned::Nothing => (format!("say what `{path}` changes, and look at it"), None),
            Returned::Holds(holds) => {
                case.import(holds.imports);
                let reason = match self.callable.unknown_decorator() {
                    Some(name) => format!(
                        "say which result of `{path}` is right: `@{name}` stands in between"
                    ),
                    None => format!(
                        "say which result of `{path}` is right, and what must be there before"
                    ),
                };
                (reason, Some(holds.code))
            }
            Returned::Unknown => (
                format!("say which result of `{path}` is right"),
                Some("result is not None".to_owned()),
            ),
        }
    }

    fn refused(&self, refusal: &Refusal, names: &mut TestNames) -> Case {
        let (exception, line) = &refusal.exception;
        let name = format!(
            "{}_raises_{}_for_{}",
            self.callable.test_name(),
            snake(exception),
            refusal.parameter
        );
        let mut case = self.case(&names.free(&name));
        let call = self.call(&mut case, Some(refusal));
        case.import(line.clone());
        case.import(["import pytest".to_owned()]);
        case.doc = format!(
            "`{}` refuses `{}={}`.",
            self.callable.path(),
            refusal.parameter,
            refusal.value.code
        );
        case.shape = Shape::Raises {
            arrange: self.setting.arrange.clone(),
            call,
            exception: exception.clone(),
            message: refusal.message.clone(),
        };
        case
    }
}

fn shape(arrange: Vec<String>, call: Option<String>, assertion: Option<String>) -> Shape {
    match (call, assertion) {
        (Some(call), Some(assertion)) => Shape::Returns {
            arrange,
            call,
            assertion,
        },
        (call, _) => Shape::Calls { arrange, call },
    }
}

/// Makes a test one that is awaited.
pub(super) fn run_async(case: &mut Case, runner: Runner) {
    case.is_async = true;
    match runner {
        Runner::Auto => {}
        Runner::Asyncio => {
            case.marks.push("pytest.mark.asyncio".to_owned());
            case.import(["import pytest".to_owned()]);
        }
        Runner::Anyio { .. } => {
            case.marks.push("pytest.mark.anyio".to_owned());
            case.import(["import pytest".to_owned()]);
        }
    }
}
