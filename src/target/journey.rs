//! Tests over several routes.

use super::ask::Asking;
use super::case::{Case, TestNames};
use super::endpoint::Endpoint;
use super::shape::{Request, Shape};

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

/// A collection as it is named: the one at the root has no name of its own.
fn shown(base: &str) -> &str {
    if base.is_empty() { "/" } else { base }
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
        let shown = shown(base);
        case.doc = format!("The way of a caller through `{shown}`.");
        case.skip = Some(format!(
            "write the way of a caller through `{shown}`, from `{}` on",
            first.name()
        ));
        case.import(["import pytest".to_owned()]);
        case
    }

    fn way(&self, (name, base, key): (String, &str, Option<String>), steps: &[Step]) -> Case {
        let who = if key.is_some() { "one" } else { "a caller" };
        let doc = format!("The way of {who} through `{}`.", shown(base));
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
            for mark in own.marks {
                if !case.marks.contains(&mark) {
                    case.marks.push(mark);
                }
            }
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
