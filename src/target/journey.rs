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
    app: Option<&Symbol>,
    names: &mut TestNames,
) -> Vec<Case> {
    let mut found: Vec<Case> = app
        .and_then(|app| contract(endpoint, app, names))
        .into_iter()
        .collect();
    let known = asking.cases(endpoint, &mut TestNames::default());
    let (closed, open): (Vec<Case>, Vec<Case>) =
        known.into_iter().partition(|case| !case.is_open());
    let is_known = !closed.is_empty();
    if let Some(mut case) = closed.into_iter().chain(open).next() {
        case.name = names.free(&format!("{}_regression", test_name(endpoint)));
        case.doc = format!(
            "What went wrong with `{}`, and must not again.",
            endpoint.name()
        );
        if is_known {
            case.place("Put in the request that went wrong, and the answer that is right.");
        } else {
            case.import(["import pytest".to_owned()]);
            case.skip = Some(format!(
                "send to `{}` what went wrong, and say which answer is right",
                endpoint.name()
            ));
        }
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
            return self.round((name, base), first);
        };
        let change = of("patch", true).or_else(|| of("put", true));
        let delete = of("delete", true);
        let step = |endpoint, does| Step {
            endpoint,
            does,
            is_gone: false,
        };
        let gone = read.filter(|read| delete.is_some_and(|_| tells_of_absence(read)));
        let steps = [
            Some(step(create, "A new one is made.")),
            read.map(|one| step(one, "It is there.")),
            of("get", false).map(|one| step(one, "It is listed.")),
            change.map(|one| step(one, "It is changed.")),
            delete.map(|one| step(one, "It is deleted.")),
            gone.map(|one| Step {
                is_gone: true,
                ..step(one, "It is gone.")
            }),
        ];
        let steps: Vec<Step> = steps.into_iter().flatten().collect();
        self.way((name, base, Some(key)), &steps)
    }

    /// A way through the routes of a collection that makes none: those whose answers are known, one after the other.
    fn round(&self, (name, base): (String, &str), first: &Endpoint) -> Case {
        let own = self.siblings.iter().filter(|one| self::base(one) == base);
        let known = own.filter(|one| one.unsure.is_none() && self.doubt(one, false).is_none());
        let steps: Vec<Step> = known
            .map(|endpoint| Step {
                endpoint,
                does: "It answers as declared.",
                is_gone: false,
            })
            .collect();
        let case = self.way((name, base, None), &steps);
        if matches!(&case.shape, Shape::Journey { steps, .. } if !steps.is_empty()) {
            return case;
        }
        let mut case = Case::empty(case.name);
        case.doc = format!("The way of a caller through `{base}`.");
        case.skip = Some(format!(
            "write the way of a caller through `{base}`, from `{}` on",
            first.name()
        ));
        case.import(["import pytest".to_owned()]);
        case
    }

    fn way(&self, (name, base, key): (String, &str, Option<String>), steps: &[Step]) -> Case {
        let who = if key.is_some() { "one" } else { "a caller" };
        let doc = format!("The way of {who} through `{base}`.");
        let mut case = Case::empty(name);
        let mut requests: Vec<Request> = Vec::new();
        let mut is_deleted = false;
        for (number, step) in steps.iter().enumerate() {
            let has_row = key.is_some() && number > 0;
            let doubt = self.doubt(step.endpoint, has_row);
            let is_too_soon = step.is_gone && !is_deleted;
            let made = self.step(step.endpoint, has_row);
            let Some((own, mut request)) = made.filter(|_| doubt.is_none() && !is_too_soon) else {
                continue;
            };
            case.ask(own.fixtures);
            case.is_async |= own.is_async;
            case.marks.clone_from(&own.marks);
            step.does.clone_into(&mut request.does);
            if step.is_gone {
                request.expect_nothing();
            } else {
                case.import(own.imports);
            }
            if let (Some(key), "get", false) = (&key, &*request.method, request.is_list)
                && has_row
                && request.keys.contains(key)
            {
                request.has.push((key.clone(), "key".to_owned()));
            }
            is_deleted |= request.method == "delete";
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

/// A request of a way.
struct Step<'a> {
    endpoint: &'a Endpoint,
    /// What it does, in a few words.
    does: &'a str,
    /// Whether it asks for what was deleted.
    is_gone: bool,
}

/// Whether a route says that there is nothing where a row is not found.
fn tells_of_absence(endpoint: &Endpoint) -> bool {
    let mut raises = endpoint.doings.raises.iter();
    raises.any(|raise| raise.status == Some(404))
}

impl Request {
    /// Expects that there is nothing to answer with.
    fn expect_nothing(&mut self) {
        self.status = vec![404];
        self.keys.clear();
        self.has.clear();
        self.model = None;
        self.is_list = false;
        self.media = None;
    }
}
