//! Arguments that a function refuses: found by trying what its guards say of values near those they name.

use super::body::{self, Body, Guard, Step};
use super::callable::{Callable, Passed};
use super::calm::Judge;
use super::candidate::{candidates, message};
use super::code::Code;
use super::evaluate::{self, Value, Values};
use super::sample::Sample;
use super::trial;
use super::types::Type;
use crate::python::Resolved;
use ruff_python_ast::{CmpOp, Expr, UnaryOp};

/// A call that is refused.
#[derive(Clone, Debug)]
pub(super) struct Refusal {
    /// The parameter that makes it so.
    pub parameter: String,
    /// Its value.
    pub value: Sample,
    /// The exception as code, and the line that imports it.
    pub exception: (String, Option<String>),
    /// What its message begins with.
    pub message: Option<String>,
}

/// What the guards of a body say.
#[derive(Debug, Default)]
pub(super) struct Refusals {
    /// Calls that are refused, one for each guard where one could be found.
    pub found: Vec<Refusal>,
    /// Whether the arguments as they are pass every guard, and the rest of the body comes back.
    pub comes_back: bool,
}

/// What the guards of `callable` say of the arguments that it is given.
pub(super) fn refusals(code: &Code, callable: &Callable, given: &[Passed]) -> Refusals {
    let function = &callable.function;
    match Body::read(code, &function.path, &function.item) {
        Some(body) => within(code, callable, given, &body),
        None => Refusals::default(),
    }
}

/// The same of a body that is read already.
pub(super) fn within(code: &Code, callable: &Callable, given: &[Passed], body: &Body) -> Refusals {
    let function = &callable.function;
    let mut search = Search {
        code,
        path: &function.path,
        given,
        first: values(given),
        values: values(given),
        judge: callable.judge(code),
        lookups: Vec::new(),
        passes: true,
    };
    let mut refusals = Refusals::default();
    let mut is_calm = true;
    let steps = body.steps();
    for (at, step) in steps.iter().enumerate() {
        match step {
            Step::Guard(guard) => {
                if is_calm {
                    let before = steps.get(..at).unwrap_or_default();
                    refusals.found.extend(search.refusal(guard, before));
                }
                search.passes &= trial::refuses(guard, &search.values) == Some(false);
            }
            Step::Bind(name, value) => search.bind(name, value, &mut is_calm),
            Step::Other(statement) => {
                is_calm &= search.judge.all(std::slice::from_ref(statement));
                trial::pass(statement, &mut search.values);
            }
        }
    }
    refusals.comes_back = is_calm && search.passes;
    refusals
}

/// The arguments, those that a guard refuses changed for ones that it takes, where such are near what it names.
pub(super) fn adjusted(code: &Code, callable: &Callable, mut given: Vec<Passed>) -> Vec<Passed> {
    let function = &callable.function;
    let Some(body) = Body::read(code, &function.path, &function.item) else {
        return given;
    };
    let mut known = values(&given);
    for step in body.steps() {
        match step {
            Step::Guard(guard) => adjust(&guard, &mut given, &mut known),
            Step::Bind(name, value) => trial::bind(name, value, &mut known),
            Step::Other(statement) => drop(trial::pass(statement, &mut known)),
        }
    }
    given
}

fn adjust(guard: &Guard, given: &mut [Passed], known: &mut Values) {
    if trial::refuses(guard, known) != Some(true) {
        return;
    }
    let mut near = Vec::new();
    evaluate::literals(guard.test, &mut near);
    for passed in given {
        if !mentions(guard.test, &passed.name) || passed.fixture.is_some() {
            continue;
        }
        for sample in candidates(passed, &near) {
            let mut tried = known.clone();
            let Some(value) = Value::of(&sample.code) else {
                continue;
            };
            tried.insert(passed.name.clone(), value);
            if trial::refuses(guard, &tried) == Some(false) {
                *known = tried;
                passed.value = sample;
                return;
            }
        }
    }
}

/// The values of arguments, where they are plain.
pub(super) fn values(given: &[Passed]) -> Values {
    let known = given
        .iter()
        .filter_map(|passed| Some((passed.name.clone(), Value::of(&passed.value.code)?)));
    known.collect()
}

struct Search<'a> {
    code: &'a Code<'a>,
    path: &'a str,
    given: &'a [Passed],
    /// What the arguments are at first, and what names are by now.
    first: Values,
    values: Values,
    judge: Judge<'a>,
    /// Names that hold what was looked up, and by which parameter.
    lookups: Vec<(String, String)>,
    passes: bool,
}

impl Search<'_> {
    fn bind(&mut self, name: &str, value: &Expr, is_calm: &mut bool) {
        let by = self.given.iter().find(|passed| {
            let by_id = matches!(passed.of.essence(), Type::Uuid | Type::Int);
            by_id && mentions(value, &passed.name)
        });
        let calm = self.judge.calm(value);
        if let (true, Some(by)) = (calm && self.is_lookup(value), by) {
            self.lookups.push((name.to_owned(), by.name.clone()));
        }
        trial::bind(name, value, &mut self.values);
        *is_calm &= calm;
    }

    /// Whether a value is a row or none: `session.get(…)`, `….first()`, a method that is declared so.
    fn is_lookup(&self, value: &Expr) -> bool {
        match value {
            Expr::Await(awaited) => self.is_lookup(&awaited.value),
            Expr::Call(call) => match &*call.func {
                Expr::Attribute(attribute) => {
                    let method = attribute.attr.as_str();
                    let one = ["first", "one_or_none", "scalar_one_or_none", "scalar"];
                    method == "get" && self.judge.is_session(&attribute.value)
                        || one.contains(&method)
                        || self.judge.may_find_nothing(&call.func)
                }
                _ => self.judge.may_find_nothing(&call.func),
            },
            _ => false,
        }
    }

    /// A call that `guard` refuses, and nothing before it.
    fn refusal(&self, guard: &Guard, before: &[Step]) -> Option<Refusal> {
        let exception = self.exception(guard.exception)?;
        let (parameter, value) = self
            .unknown_key(guard)
            .or_else(|| self.bad_value(guard, before))?;
        Some(Refusal {
            parameter,
            value,
            exception,
            message: message(guard.exception),
        })
    }

    /// `row is None` where the row was looked up by a parameter: a key that nobody has.
    fn unknown_key(&self, guard: &Guard) -> Option<(String, Sample)> {
        let name = absent(guard.test)?;
        let (_, by) = self.lookups.iter().find(|(bound, _)| bound == name)?;
        let passed = self.given.iter().find(|passed| passed.name == *by)?;
        self.passes.then_some(())?;
        let value = match passed.of.essence() {
            Type::Uuid => Sample::with("uuid4()", "from uuid import uuid4"),
            _ => Sample::bare("2**31 - 1"),
        };
        Some((by.clone(), value))
    }

    fn bad_value(&self, guard: &Guard, before: &[Step]) -> Option<(String, Sample)> {
        let mut near = Vec::new();
        evaluate::literals(guard.test, &mut near);
        let concerned = self
            .given
            .iter()
            .filter(|passed| mentions(guard.test, &passed.name));
        for passed in concerned {
            for sample in candidates(passed, &near) {
                let mut values = self.first.clone();
                let Some(value) = Value::of(&sample.code) else {
                    continue;
                };
                values.insert(passed.name.clone(), value);
                if trial::is_refused(values, before, guard) {
                    return Some((passed.name.clone(), sample));
                }
            }
        }
        None
    }

    fn exception(&self, raised: &Expr) -> Option<(String, Option<String>)> {
        let name = body::exception_name(raised)?;
        let last = name.rsplit('.').next().unwrap_or(&name).to_owned();
        match self.code.resolve(self.path, &name) {
            Some(Resolved::Own(symbol)) => {
                self.code.class(&symbol)?;
                Some((last, Some(super::sample::import(&symbol))))
            }
            Some(Resolved::External(dotted)) => {
                let (module, name) = dotted.rsplit_once('.')?;
                Some((last, Some(format!("from {module} import {name}"))))
            }
            Some(Resolved::Module(_)) => None,
            None => super::code::is_exception(&name).then_some((last, None)),
        }
    }
}

/// The name that a test says is not there: `not row`, `row is None`.
fn absent(test: &Expr) -> Option<&str> {
    match test {
        Expr::UnaryOp(unary) if unary.op == UnaryOp::Not => match &*unary.operand {
            Expr::Name(name) => Some(name.id.as_str()),
            _ => None,
        },
        Expr::Compare(compare) => {
            match (&*compare.left, &compare.ops[..], &compare.comparators[..]) {
                (Expr::Name(name), [CmpOp::Is], [Expr::NoneLiteral(_)]) => Some(name.id.as_str()),
                _ => None,
            }
        }
        _ => None,
    }
}

/// Whether an expression uses the name.
pub(super) fn mentions(expression: &Expr, name: &str) -> bool {
    use ruff_python_ast::visitor::{Visitor, walk_expr};
    struct Names<'a>(&'a str, bool);
    impl<'a> Visitor<'a> for Names<'_> {
        fn visit_expr(&mut self, expression: &'a Expr) {
            if let Expr::Name(name) = expression {
                self.1 |= name.id == self.0;
            }
            walk_expr(self, expression);
        }
    }
    let mut names = Names(name, false);
    names.visit_expr(expression);
    names.1
}
