//! How routes say what FastAPI is to give them: in annotations, or as defaults.

use super::code::Code;
use super::depends::annotated;
use super::tally::{Decides, Tally};
use crate::facts::{Evidence, Fact, Facts};
use crate::idiom::METHODS;
use crate::python::{Expression, Function, Parameter};

/// Calls that tell FastAPI what a parameter is.
const MARKERS: [&str; 7] = [
    "Body", "Depends", "Form", "Header", "Path", "Query", "Security",
];

/// Adds `http.routes.parameters`: `default` where siblings write `db: Session = Depends(get_db)`, and hardly any has the
/// call, or a name for it, in the annotation. The other way is what is taken for granted, but where Pydantic is the first:
/// of what was written then much knows no annotations.
pub(super) fn add(code: &Code, facts: &mut Facts) {
    let mut tally = Tally::default();
    for (path, module) in code.own() {
        for function in module.all_functions().filter(|it| is_route(it)) {
            for parameter in &function.parameters {
                if let Some(form) = form(code, path, parameter) {
                    tally.add(form, Evidence::line(path, function.line));
                }
            }
        }
    }
    let fact = tally.decide(Decides::Share(80));
    let is_old = facts.text("project.pydantic").is_some();
    let is_told = |fact: &Fact| {
        let is_default = fact.value.as_text() == Some("default");
        fact.certain && (is_default || is_old)
    };
    if let Some(fact) = fact.filter(is_told) {
        facts.add("http.routes.parameters", fact);
    }
}

/// Whether a function answers requests, by its decorator.
pub(super) fn is_route(function: &Function) -> bool {
    let mut calls = function.decorators.iter().filter_map(Expression::as_call);
    calls.any(|call| METHODS.contains(&call.name()) && call.argument("path", 0).is_some())
}

fn form(code: &Code, path: &str, parameter: &Parameter) -> Option<&'static str> {
    let is_marker = |value: &Expression| {
        let call = value.as_call();
        call.is_some_and(|call| MARKERS.contains(&call.name()))
    };
    if parameter.default.as_ref().is_some_and(is_marker) {
        return Some("default");
    }
    let annotation = parameter.annotation.as_ref()?;
    if let Some((name, items)) = annotation.as_index() {
        let marks = name.ends_with("Annotated") && items.iter().any(is_marker);
        return marks.then_some("annotated");
    }
    let symbol = code.resolve(path, annotation.as_name()?)?.own()?;
    let module = code.module(&symbol.path)?;
    let value = module.value(&symbol.name, "")?;
    annotated(code, &symbol.path, value).map(|_| "annotated")
}

#[cfg(test)]
mod tests {
    use crate::detect::tests::check;

    #[test]
    fn where_the_siblings_say_it() {
        let by_default = "@router.get(\"/\")\ndef a(db: Session = Depends(get_db)): ...\n";
        let annotated = "@router.get(\"/\")\ndef b(db: Annotated[Session, Depends(get_db)]): ...\n";
        let alias = "SessionDep = Annotated[Session, Depends(get_db)]\n@router.get(\"/\")\ndef c(db: SessionDep): ...\n";
        let no_route = "def get_user(db: Annotated[Session, Depends(get_db)]): ...\n";
        for (routes, expected, of_old) in [
            ([by_default, by_default], "default", "default"),
            ([by_default, no_route], "default", "default"),
            ([annotated, alias], "", "annotated"),
            ([by_default, alias], "", ""),
            ([no_route, ""], "", ""),
        ] {
            let routes = format!(
                "from typing import Annotated\nfrom fastapi import APIRouter, Depends, FastAPI\nfrom sqlalchemy.orm import Session\napp = FastAPI()\nrouter = APIRouter()\ndef get_db() -> Session: ...\n{}",
                routes.concat()
            );
            for (pydantic, expected) in [("pydantic\n", expected), ("pydantic<2\n", of_old)] {
                check(
                    &[("app/main.py", &routes), ("requirements.txt", pydantic)],
                    &[("http.routes.parameters", expected)],
                );
            }
        }
    }
}
