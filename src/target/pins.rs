//! Tests that keep what callers of a function rely on, and a place for what went wrong.

use super::callable::Callable;
use super::case::{Case, TestNames};
use super::making::Makings;
use super::shape::Shape;
use super::unit::{cases, imports_of, name_of};

/// What pins the parameters of a callable, and a place for what went wrong.
pub(super) fn regression(
    makings: Makings,
    callable: &Callable,
    names: &mut TestNames,
) -> Vec<Case> {
    let is_plain = callable.unknown_decorator().is_none()
        && !callable.is_property()
        && !callable.is_rebound(makings.code);
    let known = cases(makings, callable, &mut TestNames::default());
    let is_shell = known.iter().all(is_shell);
    let kept = is_plain.then(|| kept(callable, is_shell, names));
    let went_wrong = (kept.is_none() || !is_shell).then(|| went_wrong(callable, known, names));
    kept.into_iter().chain(went_wrong).collect()
}

/// Whether a test waits, and not even a call can be written.
fn is_shell(case: &Case) -> bool {
    case.is_open() && matches!(case.shape, Shape::Calls { call: None, .. })
}

/// The parameters, and which of them must be given; with a place for what went wrong where no test has another.
fn kept(callable: &Callable, is_alone: bool, names: &mut TestNames) -> Case {
    let name = format!("{}_keeps_its_parameters", callable.test_name());
    let mut kept = Case::empty(names.free(&name));
    kept.doc = format!("Callers of `{}` can go on as they do.", callable.path());
    kept.import(["import inspect".to_owned(), imports_of(callable)]);
    let is_bound = callable.function.item.decorator("classmethod").is_some();
    let own = callable.function.item.parameters.iter();
    let own = own.skip(usize::from(is_bound));
    let bare = own.clone().filter(|parameter| parameter.default.is_none());
    let scope = &callable.function.item.scope;
    let bare: Vec<String> = bare.map(|it| mangled(scope, &it.name)).collect();
    let parameters: Vec<String> = own.map(|it| mangled(scope, &it.name)).collect();
    kept.shape = Shape::Signature {
        function: name_of(callable),
        bare: (bare.len() < parameters.len()).then_some(bare),
        parameters,
        place: is_alone.then_some("Call it with what went wrong, and say what is right for that."),
    };
    kept
}

/// A name as Python keeps it: one of a class that begins with two underscores gets that of the class before it.
fn mangled(scope: &str, name: &str) -> String {
    let class = scope.rsplit('.').next().unwrap_or(scope);
    let class = class.trim_start_matches('_');
    let is_private = name.starts_with("__") && !name.ends_with("__");
    if class.is_empty() || !is_private {
        return name.to_owned();
    }
    format!("_{class}{name}")
}

/// A test for what went wrong: what holds today, where that is known, until a person puts in the call that failed.
fn went_wrong(callable: &Callable, known: Vec<Case>, names: &mut TestNames) -> Case {
    let path = callable.path();
    let (closed, open): (Vec<Case>, Vec<Case>) =
        known.into_iter().partition(|case| !case.is_open());
    let is_known = !closed.is_empty();
    let mut case = closed
        .into_iter()
        .chain(open)
        .next()
        .unwrap_or_else(|| Case::empty(String::new()));
    case.name = names.free(&format!("{}_regression", callable.test_name()));
    case.doc = format!("What went wrong with `{path}`, and must not again.");
    if is_known {
        case.place("Put in the arguments that went wrong, and what is right for them.");
    } else {
        case.import(["import pytest".to_owned()]);
        case.skip = Some(format!(
            "give the arguments of `{path}` that went wrong, and the result that is right"
        ));
    }
    case
}
