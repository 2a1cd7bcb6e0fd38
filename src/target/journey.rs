//! Tests over several routes, and tests that keep what callers rely on.

use super::ask::{Asking, test_name};
use super::case::{Case, Request, Shape, TestNames};
use super::endpoint::Endpoint;
use super::prefix::Piece;
use super::route::Source;
use super::sample::import;
use crate::python::Symbol;

/// The way of a row through the routes of one collection: made, read, listed, changed, deleted, gone.
pub(super) fn cases(asking: Asking, endpoints: &[Endpoint], names: &mut TestNames) -> Vec<Case> {
    let mut seen = Vec::new();
    let mut cases = Vec::new();
    for endpoint in endpoints {
        let base = base(endpoint);
        if seen.contains(&base) {
            continue;
        }
        seen.push(base.clone());
        cases.push(asking.journey(&base, endpoint, names));
    }
    cases
}

/// The path of the collection: without the key at its end.
pub(super) fn base(endpoint: &Endpoint) -> String {
    let path = endpoint.path();
    let path = path.trim_end_matches('/');
    match path.rsplit_once('/') {
        Some((before, last)) if last.starts_with('{') => before.to_owned(),
        _ => path.to_owned(),
    }
}

/// What pins the declaration of a route, and a place for what went wrong.
pub(super) fn regression(
    asking: Asking,
    endpoint: &Endpoint,
    app: Option<&(Symbol, String)>,
    names: &mut TestNames,
) -> Vec<Case> {
    let mut found: Vec<Case> = app
        .and_then(|(app, _)| contract(endpoint, app, names))
        .into_iter()
        .collect();
    let open = asking
        .cases(endpoint, &mut TestNames::default())
        .into_iter()
        .next();
    if let Some(mut case) = open {
        case.name = names.free(&format!("{}_regression", test_name(endpoint)));
        case.doc = format!(
            "What went wrong with `{}`, and must not again.",
            endpoint.name()
        );
        case.skip = Some(format!(
            "send to `{}` what went wrong, and say which answer is right",
            endpoint.name()
        ));
        case.import(["import pytest".to_owned()]);
        found.push(case);
    }
    found
}

fn contract(endpoint: &Endpoint, app: &Symbol, names: &mut TestNames) -> Option<Case> {
    let decorator = &endpoint.route.decorator;
    let is_shown = decorator
        .keyword("include_in_schema")
        .is_none_or(|value| value.source == "True");
    if endpoint.unsure.is_some() || !is_shown {
        return None;
    }
    let mut case = Case::empty(names.free(&format!("{}_keeps_its_contract", test_name(endpoint))));
    case.doc = format!("Callers of `{}` can go on as they do.", endpoint.name());
    case.import([import(app)]);
    let mut path = String::new();
    let mut is_formatted = false;
    for piece in &endpoint.pieces {
        match piece {
            Piece::Text(text) => path += text,
            Piece::Setting { .. } => is_formatted = true,
        }
    }
    if is_formatted {
        path.clear();
        for piece in &endpoint.pieces {
            match piece {
                Piece::Text(text) => path += &text.replace('{', "{{").replace('}', "}}"),
                Piece::Setting { code, import, .. } => {
                    path += &format!("{{{code}}}");
                    case.import([import.clone()]);
                }
            }
        }
    }
    let sent = endpoint
        .sent
        .iter()
        .filter(|sent| sent.required && [Source::Path, Source::Query].contains(&sent.source));
    case.shape = Shape::Contract {
        app: app.name.clone(),
        path: format!("{}\"{path}\"", if is_formatted { "f" } else { "" }),
        method: endpoint.route.method.clone(),
        status: endpoint.answer.declared?,
        parameters: sent.map(|sent| sent.name.clone()).collect(),
    };
    Some(case)
}

impl Asking<'_> {
    fn journey(&self, base: &str, first: &Endpoint, names: &mut TestNames) -> Case {
        let of = |method: &str, has_key: bool| {
            self.siblings.iter().find(|one| {
                let own = one.path();
                let ends = own.trim_end_matches('/').ends_with('}');
                one.route.method == method && self::base(one) == base && ends == has_key
            })
        };
        let noun = base
            .rsplit('/')
            .find(|part| !part.is_empty() && !part.starts_with('{'));
        let noun = noun.unwrap_or("service").replace(['-', '.'], "_");
        let name = names.free(&format!("test_{noun}_from_first_to_last"));
        let read = of("get", true);
        let create = read
            .or_else(|| of("delete", true))
            .and_then(|one| self.creator(one));
        let Some((create, key)) = create else {
            let mut case = Case::empty(name);
            case.doc = format!("The way of a caller through `{base}`.");
            case.skip = Some(format!(
                "write the way of a caller through `{base}`, from `{}` on",
                first.name()
            ));
            case.import(["import pytest".to_owned()]);
            return case;
        };
        let steps = [
            Some((create, "A new one is made.")),
            read.map(|one| (one, "It is there.")),
            of("get", false).map(|one| (one, "It is listed.")),
            of("patch", true)
                .or_else(|| of("put", true))
                .map(|one| (one, "It is changed.")),
            of("delete", true).map(|one| (one, "It is deleted.")),
        ];
        self.way(
            (name, base, key),
            &steps.into_iter().flatten().collect::<Vec<_>>(),
        )
    }

    fn way(&self, (name, base, key): (String, &str, String), steps: &[(&Endpoint, &str)]) -> Case {
        let doc = format!("The way of one through `{base}`.");
        let mut case = Case::empty(name);
        let mut requests: Vec<Request> = Vec::new();
        for (number, (endpoint, does)) in steps.iter().enumerate() {
            let doubt = self.doubt(endpoint, number > 0);
            let Some((own, mut request)) =
                self.step(endpoint, number > 0).filter(|_| doubt.is_none())
            else {
                continue;
            };
            case.ask(own.fixtures);
            case.is_async |= own.is_async;
            case.marks.clone_from(&own.marks);
            case.import(own.imports);
            (*does).clone_into(&mut request.does);
            requests.push(request);
        }
        case.doc = doc;
        case.shape = Shape::Journey {
            key,
            steps: requests,
        };
        case
    }
}
