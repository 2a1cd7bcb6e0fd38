//! The tests of the routes and websockets of one file: which application they ask, and with which client.

use std::collections::BTreeMap;

use super::ask::Asking;
use super::case::{Case, TestNames};
use super::classes::{Asks, Form, OWN_CLIENT, client_base, own_client};
use super::code::Code;
use super::endpoint::{Endpoint, endpoints};
use super::fixtures::{Fixture, Fixtures};
use super::mount::Mounts;
use super::place::{KINDS, Place, place};
use super::start::{connects, is_started};
use super::subject::{Target, Tests, room};
use super::tables::keeps_rows;
use super::{contract, journey, route, routes, script, stray};
use crate::error::Result;
use crate::python::Symbol;

/// What is asked: routes, and websockets.
pub(super) type Asked<'a> = (&'a [Endpoint], &'a [Endpoint]);

/// The routes of a file.
pub(super) fn of_file(code: &Code, path: &str) -> Vec<Endpoint> {
    endpoints(code, &Mounts::default(), &route::of_file(code, path))
}

/// The websockets of a file.
pub(super) fn sockets(code: &Code, path: &str) -> Vec<Endpoint> {
    endpoints(code, &Mounts::default(), &route::sockets(code, path))
}

/// The tests of some endpoints of one file.
///
/// # Errors
/// A project error where it is not certain which client or which tests are meant.
pub(super) fn of_routes(code: &Code, text: &str, (routes, talks): Asked) -> Result<Target> {
    let first = routes.first().or(talks.first());
    let handler = first.map(|endpoint| endpoint.route.handler.clone());
    let (path, module) = handler.map_or_else(Default::default, |found| (found.path, found.module));
    if let Some(module) = code.module(&path) {
        script::ensure_quiet(code, &path, &module, text)?;
        stray::ensure_found(code, &path, &module, text)?;
    }
    let app = first.and_then(|endpoint| endpoint.app.clone());
    let app = app.or_else(|| routes::application(code).map(|(app, _)| app));
    let routes = of_one_application(routes, app.as_ref());
    let mut tests = BTreeMap::new();
    for kind in KINDS.into_iter().filter(|kind| *kind != "unit") {
        let place = place(code, &path, kind)?;
        let made = of_kind(code, kind, (place, app.as_ref()), (&routes, talks))?;
        tests.extend(made.map(|made| (kind, made)));
    }
    Ok(Target::new(code, (text, module), "integration", tests))
}

/// The tests of one kind; nothing where there are none.
fn of_kind(
    code: &Code,
    kind: &str,
    (place, app): (Place, Option<&Symbol>),
    (routes, talks): Asked,
) -> Result<Option<Tests>> {
    let fixtures = Fixtures::read(code, &place.directory).of_application(app);
    let is_unittest = Form::of(code) == Form::Unittest;
    let base = client_base(code).filter(|_| is_unittest);
    let client = fixtures.client()?.cloned();
    let client = client.or_else(|| base.as_ref().map(|(_, client)| client.clone()));
    let global = Fixture::global_client(code, &place.file).filter(|_| client.is_none());
    let is_lacking = client.is_none() && global.is_none();
    let own = app.filter(|_| is_lacking);
    let client = client.or_else(|| global.clone());
    let client = client.unwrap_or_else(|| {
        if is_unittest {
            own_client(OWN_CLIENT, "TestClient")
        } else {
            Fixture::own_client()
        }
    });
    let base = base.as_ref().map(|(symbol, _)| symbol);
    let path = base.map(|symbol| symbol.path.as_str());
    let is_started = fixtures.starts || own.is_some() || is_started(code, path);
    let connects = connects(code).filter(|_| !is_started);
    let path = routes
        .iter()
        .chain(talks)
        .map(|one| &one.route.handler.path);
    let siblings = path
        .take(1)
        .flat_map(|path| of_file(code, path))
        .collect::<Vec<_>>();
    let asking = Asking {
        code,
        fixtures: &fixtures,
        client: &client,
        keeps_422: routes::keeps_422(code, app),
        says_where: routes::says_where(code),
        keeps_rows: siblings
            .first()
            .is_some_and(|one| keeps_rows(code, &one.route.handler.path)),
        left_out: connects.as_deref(),
        siblings: &siblings,
    };
    let mut cases = cases(asking, kind, app, (routes, talks));
    for case in &mut cases {
        if own.is_none() && is_lacking {
            case.lose_client();
        }
        let called = |one: &'_ Endpoint| (one.name(), one.route.handler.item.name.clone());
        case.shorten(room(code), routes.iter().chain(talks).map(called));
        if let Some(global) = &global {
            case.fixtures.retain(|fixture| fixture.name != global.name);
        }
    }
    if cases.is_empty() {
        return Ok(None);
    }
    let mut made = Tests::new(code, place, cases, &fixtures);
    if let Some(app) = own.filter(|_| !is_unittest) {
        made.ask(app);
    }
    let asks = match (base, own) {
        (Some(base), _) => Asks::Base(base),
        (None, Some(app)) => Asks::App(app),
        (None, None) => Asks::Nothing,
    };
    Ok(Some(made.in_form(code, asks)))
}

/// The tests of a kind, as values.
fn cases(asking: Asking, kind: &str, app: Option<&Symbol>, (routes, talks): Asked) -> Vec<Case> {
    let mut names = TestNames::default();
    match kind {
        "e2e" => {
            let ways = journey::cases(asking, routes, &mut names).into_iter();
            let named = ways.map(|case| (case.name.replacen("test_", "", 1), case));
            named.map(|(of, case)| case.of(&of)).collect()
        }
        "regression" => routes
            .iter()
            .flat_map(|one| about(one, contract::regression(asking, one, app, &mut names)))
            .collect(),
        _ => {
            let mut cases: Vec<Case> = Vec::new();
            for one in routes {
                cases.extend(about(one, asking.cases(one, &mut names)));
            }
            for one in talks {
                cases.extend(about(one, asking.socket(one, &mut names)));
            }
            cases
        }
    }
}

/// Cases as those of an endpoint, by the name of what answers there.
fn about(endpoint: &Endpoint, cases: Vec<Case>) -> impl Iterator<Item = Case> {
    let of = endpoint.route.handler.item.name.clone();
    cases.into_iter().map(move |case| case.of(&of))
}

/// Endpoints, those of another application than `app` marked: the client of the tests does not reach them.
fn of_one_application(endpoints: &[Endpoint], app: Option<&Symbol>) -> Vec<Endpoint> {
    let mut endpoints = endpoints.to_vec();
    for endpoint in &mut endpoints {
        if let (Some(own), Some(app)) = (&endpoint.app, app)
            && own != app
        {
            let why = format!(
                "it is a route of `{}`, the others of `{}`",
                own.name, app.name
            );
            endpoint.unsure = endpoint.unsure.take().or(Some(why));
        }
    }
    endpoints
}
