//! Tests that ask a route: what it answers where all is well, and whom and what it refuses.

use super::case::{Argument, Case, TestNames};
use super::code::Code;
use super::doubt::{Caller, first_words, lets_in, passes};
use super::endpoint::Endpoint;
use super::fixtures::{Fixture, Fixtures};
use super::limits::Limits;
use super::route::{Sent, Source, path_names};
use super::sample::{Sample, import, quoted};
use super::shape::Request;
use super::types::Type;
use super::unit::run_async;

/// What route tests are made with.
#[derive(Clone, Copy)]
pub(super) struct Asking<'a> {
    pub code: &'a Code<'a>,
    pub fixtures: &'a Fixtures,
    /// The client; a fixture of the test file's own where the project has none.
    pub client: &'a Fixture,
    /// Whether errors of validation keep the status 422.
    pub keeps_422: bool,
    /// Whether those errors say where they are, as `FastAPI` does.
    pub says_where: bool,
    /// Whether code that the routes stand on makes sessions itself.
    pub keeps_rows: bool,
    /// What the service has to do before it answers, where the client does not start it.
    pub left_out: Option<&'a str>,
    /// The endpoints of the same file.
    pub siblings: &'a [Endpoint],
}

/// What stands for the parameters of a path.
pub(super) type PathValue<'a> = dyn Fn(&Sent) -> Option<Sample> + 'a;

impl Asking<'_> {
    /// The tests of an endpoint.
    pub fn cases(&self, endpoint: &Endpoint, names: &mut TestNames) -> Vec<Case> {
        if let Some(why) = &endpoint.unsure {
            let mut case = Self::bare(endpoint, names.free(&test_name(endpoint)));
            case.skip = Some(format!(
                "say at which path `{}` answers: {why}",
                endpoint.route.handler.item.name
            ));
            return vec![case];
        }
        let mut cases = vec![self.success(endpoint, names)];
        cases.extend(self.stranger(endpoint, names));
        cases.extend(self.unknown(endpoint, names));
        cases.extend(self.invalid_body(endpoint, names));
        cases.extend(self.lacking(endpoint, names));
        cases.extend(self.invalid_path(endpoint, names));
        cases.extend(self.invalid_query(endpoint, names));
        cases
    }

    pub(super) fn caller(&self, endpoint: &Endpoint) -> Caller {
        if endpoint.demands.stranger.is_empty() {
            return Caller::Anybody;
        }
        let replaced = &self.fixtures.replaced;
        let guards = &endpoint.demands.guards;
        if guards.iter().any(|name| replaced.contains(name)) {
            return Caller::Replaced;
        }
        if let Some(headers) = self.fixtures.headers() {
            return Caller::Headers(headers.clone());
        }
        match self.fixtures.known_client() {
            Some(client) => Caller::Client(client.clone()),
            None => Caller::Lacking,
        }
    }

    fn bare(endpoint: &Endpoint, name: String) -> Case {
        let mut case = Case::empty(name);
        case.doc = format!("`{}`.", endpoint.name());
        case.import(["import pytest".to_owned()]);
        case
    }

    /// A test with one request as a caller.
    pub(super) fn case(&self, name: String, doc: String, caller: &Caller) -> (Case, Request) {
        let mut case = Case::empty(name);
        case.doc = doc;
        let client = match caller {
            Caller::Client(client) => client,
            _ => self.client,
        };
        add_fixture(&mut case, client);
        let mut request = Request {
            client: client.name.clone(),
            base: client.base.clone(),
            awaits: client.kind == "AsyncClient",
            ..Request::default()
        };
        if request.awaits {
            run_async(&mut case, self.fixtures.runner);
        }
        if let Caller::Headers(headers) = caller {
            add_fixture(&mut case, headers);
            request.arguments.push(format!("headers={}", headers.name));
        }
        (case, request)
    }

    /// The answer where all is well.
    fn success(&self, endpoint: &Endpoint, names: &mut TestNames) -> Case {
        let caller = self.caller(endpoint);
        let name = names.free(&test_name(endpoint));
        let doc = format!("`{}` answers as declared.", endpoint.name());
        let (mut case, mut request) = self.case(name, doc, &caller);
        let made = self.made(endpoint, &mut case);
        let key = |sent: &Sent| match &made {
            Some(made) if path_names(&endpoint.path()).len() == 1 => {
                Some(Sample::bare(made.key.clone()))
            }
            _ => self.any_value(sent),
        };
        let addressed = Self::address(endpoint, &key, (&mut case, &mut request));
        let filled = self.fill(endpoint, &mut case, &mut request);
        let mut doubt = self.doubt(endpoint, made.is_some());
        if let (None, Err(what)) = (&doubt, &filled) {
            doubt = Some(format!("give a value for {what}"));
        }
        if addressed.is_none() {
            request.address = quoted(&endpoint.path());
            doubt = doubt.or_else(|| Some("give values for the path".to_owned()));
        }
        if let (Some(made), None) = (made, &doubt) {
            request.arrange = made.arrange;
        }
        request.status = vec![endpoint.answer.status.unwrap_or(200)];
        self.expect(endpoint, &mut case, &mut request);
        case.skip = doubt.map(|what| format!("{what}: `{}`", endpoint.name()));
        if case.skip.is_some() {
            case.import(["import pytest".to_owned()]);
        }
        case.shape = request.shape();
        case
    }

    /// One request of a longer way; the row that it is about has its key in `key`.
    pub fn step(&self, endpoint: &Endpoint, has_row: bool) -> Option<(Case, Request)> {
        let caller = self.caller(endpoint);
        let (mut case, mut request) = self.case(String::new(), String::new(), &caller);
        let key = |_: &Sent| has_row.then(|| Sample::bare("key"));
        Self::address(endpoint, &key, (&mut case, &mut request))?;
        self.fill(endpoint, &mut case, &mut request).ok()?;
        request.status = endpoint.answer.status.into_iter().collect();
        self.expect(endpoint, &mut case, &mut request);
        Some((case, request.written()))
    }

    /// What holds for the body of the answer.
    pub fn expect(&self, endpoint: &Endpoint, case: &mut Case, request: &mut Request) {
        self.ask_for_tables(endpoint, case);
        let answer = &endpoint.answer;
        if answer.leads_on {
            request.arguments.push("follow_redirects=False".to_owned());
        }
        request.location.clone_from(&answer.location);
        request.media.clone_from(&answer.media);
        let has_body = answer.status.is_some_and(|status| status != 204);
        if !has_body {
            return;
        }
        request.keys.clone_from(&answer.keys);
        request.is_list = answer.is_list;
        if let (Some(model), true) = (&answer.model, answer.keys.is_empty()) {
            case.import([import(model)]);
            request.model = Some(format!("{}.{}", model.name, self.code.validate()));
        }
    }

    /// Statements that make a row by the sibling that creates, and the key of the row as code.
    fn made(&self, endpoint: &Endpoint, case: &mut Case) -> Option<Made> {
        let (create, key) = self.creator(endpoint)?;
        let (own, mut creating) = self.case(String::new(), String::new(), &self.caller(create));
        let none = |_: &Sent| None;
        Self::address(create, &none, (case, &mut creating))?;
        self.fill(create, case, &mut creating).ok()?;
        let status = create.answer.status?;
        case.ask(own.fixtures);
        case.import(own.imports);
        Some(Made {
            arrange: vec![
                format!("created = {}", creating.code()),
                format!("assert created.status_code == {status}"),
            ],
            key: format!("created.json()['{key}']"),
        })
    }

    /// The sibling that creates what the path of `endpoint` names last, and the name of the key in its answer.
    pub fn creator(&self, endpoint: &Endpoint) -> Option<(&Endpoint, String)> {
        let path = endpoint.path();
        let (base, last) = path.trim_end_matches('/').rsplit_once('/')?;
        if !last.starts_with('{') || base.contains('{') {
            return None;
        }
        let same = |other: &&Endpoint| {
            other.route.method == "post" && other.path().trim_end_matches('/') == base
        };
        let create = self.siblings.iter().find(same)?;
        let names = path_names(&path);
        let mut keys = create.answer.keys.iter();
        let key = keys
            .find(|key| *key == "id" || names.contains(key))?
            .clone();
        let is_sure = self.doubt(create, false).is_none();
        is_sure.then_some((create, key))
    }

    /// A caller without credentials.
    fn stranger(&self, endpoint: &Endpoint, names: &mut TestNames) -> Option<Case> {
        let demands = &endpoint.demands;
        if demands.stranger.is_empty() {
            return None;
        }
        let name = names.free(&format!("{}_without_credentials", test_name(endpoint)));
        let doc = format!("`{}` is not for strangers.", endpoint.name());
        let (mut case, mut request) = self.case(name, doc, &Caller::Anybody);
        let value = |sent: &Sent| self.any_value(sent);
        Self::address(endpoint, &value, (&mut case, &mut request))?;
        request.status.clone_from(&demands.stranger);
        if self.caller(endpoint) == Caller::Replaced {
            case.skip = Some(format!(
                "the tests replace what asks for credentials; take that back for this request: `{}`",
                endpoint.name()
            ));
            case.import(["import pytest".to_owned()]);
        }
        case.shape = request.shape();
        Some(case)
    }

    /// A key that nobody has.
    fn unknown(&self, endpoint: &Endpoint, names: &mut TestNames) -> Option<Case> {
        if path_names(&endpoint.path()).is_empty() {
            return None;
        }
        let raises = &endpoint.doings.raises;
        let own = raises.iter().find(|raise| raise.status == Some(404))?;
        let caller = self.caller(endpoint);
        let before = raises.iter().filter(|raise| raise.line < own.line);
        let mut doubt = before
            .clone()
            .find(|raise| !passes(raise, &caller, false) && raise.status != Some(404))
            .map(|raise| {
                format!(
                    "see to it that it does not raise `{}` first",
                    first_words(&raise.source)
                )
            });
        let demands = &endpoint.demands;
        if let Some(raise) = demands.raises.iter().find(|raise| !lets_in(raise, &caller)) {
            doubt = Some(format!(
                "see to it that it does not raise `{}` first",
                first_words(&raise.source)
            ));
        }
        doubt = self.not_started(endpoint).or(doubt);
        doubt = self.no_tables(endpoint).or(doubt);
        if let Some(what) = &demands.unsure {
            doubt = Some(format!("say what stands behind `{what}`"));
        }
        if caller == Caller::Lacking {
            doubt = Some("give the headers of a user who may".to_owned());
        }
        if let Some(decorator) = endpoint.other_decorator() {
            doubt = Some(format!("say what `@{decorator}` needs"));
        }
        let has_body = endpoint.sent_in(Source::Body).any(|sent| sent.required);
        if has_body && endpoint.validates(self.code) {
            doubt = Some("give a body that its validators take".to_owned());
        }
        let name = names.free(&format!("{}_of_unknown_key", test_name(endpoint)));
        let doc = format!(
            "`{}` finds nothing for a key that nobody has.",
            endpoint.name()
        );
        let (mut case, mut request) = self.case(name, doc, &caller);
        let value = |sent: &Sent| unknown_value(sent).or_else(|| self.any_value(sent));
        Self::address(endpoint, &value, (&mut case, &mut request))?;
        if let Err(what) = self.fill(endpoint, &mut case, &mut request) {
            doubt = Some(format!("give a value for {what}"));
        }
        self.ask_for_tables(endpoint, &mut case);
        request.status = vec![404];
        if let Some(doubt) = doubt {
            case.skip = Some(format!("{doubt}: `{}`", endpoint.name()));
            case.import(["import pytest".to_owned()]);
        }
        case.shape = request.shape();
        Some(case)
    }
}

struct Made {
    arrange: Vec<String>,
    key: String,
}

/// The beginning of the names of the tests of an endpoint.
pub(super) fn test_name(endpoint: &Endpoint) -> String {
    format!("test_{}", endpoint.route.handler.item.name)
}

fn add_fixture(case: &mut Case, fixture: &Fixture) {
    case.ask([Argument {
        name: fixture.name.clone(),
        annotation: fixture.annotation.0.clone(),
    }]);
    case.import(fixture.annotation.1.clone());
}

fn unknown_value(sent: &Sent) -> Option<Sample> {
    match sent.of.essence() {
        Type::Uuid => Some(Sample::with("uuid4()", "from uuid import uuid4")),
        Type::Int => Some(Sample::bare("2**31 - 1")),
        Type::Str if sent.limits == Limits::default() => {
            Some(Sample::with("uuid4().hex", "from uuid import uuid4"))
        }
        _ => None,
    }
}
