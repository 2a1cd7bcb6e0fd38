//! Tests that ask a route: what it answers where all is well, and whom and what it refuses.

use super::case::{Argument, Case, Request, Shape, TestNames};
use super::code::Code;
use super::endpoint::Endpoint;
use super::fixtures::{Fixture, Fixtures};
use super::limits::Limits;
use super::models;
use super::mount::Piece;
use super::raises::Raise;
use super::route::{Sent, Source, path_names};
use super::sample::{Sample, Sampler, Use, import, quoted};
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
    /// The endpoints of the same file.
    pub siblings: &'a [Endpoint],
}

/// As whom a request is made.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Caller {
    /// As nobody: nobody is asked.
    Anybody,
    /// With the headers of a fixture.
    Headers(Fixture),
    /// With a client of its own.
    Client(Fixture),
    /// The tests replace the dependency.
    Replaced,
    /// There is nothing to ask with.
    Lacking,
}

/// What stands for the parameters of a path.
type PathValue<'a> = dyn Fn(&Sent) -> Option<Sample> + 'a;

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
        cases.extend(self.invalid_path(endpoint, names));
        cases.extend(self.invalid_query(endpoint, names));
        cases
    }

    fn caller(&self, endpoint: &Endpoint) -> Caller {
        if endpoint.demands.stranger.is_empty() {
            return Caller::Anybody;
        }
        let replaced = &self.fixtures.replaced;
        if endpoint
            .demands
            .functions
            .iter()
            .any(|name| replaced.contains(name))
        {
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
    fn case(&self, name: String, doc: String, caller: &Caller) -> (Case, Request) {
        let mut case = Case::empty(name);
        case.doc = doc;
        let client = match caller {
            Caller::Client(client) => client,
            _ => self.client,
        };
        add_fixture(&mut case, client);
        let mut request = Request {
            client: client.name.clone(),
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

    /// Sets the method and the address of a request; nothing where a parameter has no value.
    fn address(
        endpoint: &Endpoint,
        value: &PathValue,
        (case, request): (&mut Case, &mut Request),
    ) -> Option<()> {
        request.method.clone_from(&endpoint.route.method);
        let mut code = String::new();
        let mut is_formatted = false;
        for piece in &endpoint.pieces {
            match piece {
                Piece::Setting {
                    code: name, import, ..
                } => {
                    is_formatted = true;
                    code += &format!("{{{name}}}");
                    case.import([import.clone()]);
                }
                Piece::Text(text) => {
                    let mut rest = text.as_str();
                    while let Some((before, after)) = rest.split_once('{') {
                        let (name, after) = after.split_once('}')?;
                        let name = name.split(':').next()?;
                        let sent = endpoint
                            .sent_in(Source::Path)
                            .find(|sent| sent.name == name)?;
                        let sample = value(sent)?;
                        case.import(sample.imports);
                        code += before;
                        if let Some(text) = plain(&sample.code) {
                            code += &text;
                        } else {
                            is_formatted = true;
                            code += &format!("{{{}}}", sample.code);
                        }
                        rest = after;
                    }
                    code += rest;
                }
            }
        }
        request.address = format!(
            "{}{}",
            if is_formatted { "f" } else { "" },
            quoted_raw(&code)
        );
        Some(())
    }

    /// A value for every query parameter and body that must be sent.
    fn fill(
        &self,
        endpoint: &Endpoint,
        case: &mut Case,
        request: &mut Request,
    ) -> Result<(), String> {
        let sampler = Sampler {
            code: self.code,
            wanted: Use::Json,
        };
        let mut query = Vec::new();
        for sent in endpoint.sent_in(Source::Query).filter(|sent| sent.required) {
            let value = sampler.sample(&sent.of, &sent.limits, &sent.name)?;
            query.push(format!("{}: {}", quoted(&sent.name), value.code));
            case.import(value.imports);
        }
        if !query.is_empty() {
            request
                .arguments
                .push(format!("params={{{}}}", query.join(", ")));
        }
        let bodies: Vec<&Sent> = endpoint.sent_in(Source::Body).collect();
        let is_wrapped = bodies.len() > 1 || bodies.iter().any(|body| body.embedded);
        let mut parts = Vec::new();
        for body in bodies.iter().filter(|body| body.required) {
            let value = sampler.sample(&body.of, &body.limits, &body.name)?;
            case.import(value.imports);
            parts.push(if is_wrapped {
                format!("{}: {}", quoted(&body.name), value.code)
            } else {
                value.code
            });
        }
        match (is_wrapped, parts.is_empty()) {
            (_, true) => {}
            (true, _) => request
                .arguments
                .push(format!("json={{{}}}", parts.join(", "))),
            (false, _) => request.arguments.push(format!("json={}", parts.join(", "))),
        }
        Ok(())
    }

    /// Why the answer to a good request cannot be told; nothing where it can.
    pub fn doubt(&self, endpoint: &Endpoint, has_row: bool) -> Option<String> {
        let caller = self.caller(endpoint);
        let demands = &endpoint.demands;
        let method = endpoint.route.method.as_str();
        let path = endpoint.path();
        let changes_caller = ["put", "patch", "delete"].contains(&method) && !has_row;
        let last = path
            .rsplit('/')
            .find(|part| !part.is_empty())
            .unwrap_or_default();
        let is_about_tokens = method == "post"
            && [
                "login", "logout", "token", "revoke", "reset", "refresh", "verify", "password",
                "upload",
            ]
            .iter()
            .any(|word| last.contains(word));
        if let Some(what) = &demands.unsure {
            return Some(format!("say what stands behind `{what}`"));
        }
        if caller == Caller::Lacking {
            return Some("give the headers of a user who may".to_owned());
        }
        if endpoint.answer.status.is_none() {
            return Some("say which status is right".to_owned());
        }
        if let Some(name) = endpoint.other_decorator() {
            return Some(format!("say what `@{name}` needs"));
        }
        if let Some(name) = demands
            .talks_to
            .as_ref()
            .or(endpoint.doings.talks_to.as_ref())
        {
            return Some(format!("say what {name} shall answer"));
        }
        if !has_row && !path_names(&path).is_empty() {
            return Some("make what the path names, and put its key there".to_owned());
        }
        if changes_caller {
            return Some("say whom it changes, and make one for the test".to_owned());
        }
        if demands.form || endpoint.sent_in(Source::Form).any(|sent| sent.required) {
            return Some("give the form that it takes".to_owned());
        }
        if endpoint.sent_in(Source::Header).any(|sent| sent.required) {
            return Some("give the headers that it takes".to_owned());
        }
        if let Some(name) = endpoint.reference(self.code) {
            return Some(format!("give a `{name}` that is there"));
        }
        let has_body = endpoint.sent_in(Source::Body).any(|sent| sent.required);
        if has_body && endpoint.validates(self.code) {
            return Some("give a body that its validators take".to_owned());
        }
        if is_about_tokens {
            return Some("say what must be there before".to_owned());
        }
        let raises = endpoint.doings.raises.iter();
        let bad = raises
            .clone()
            .find(|raise| !passes(raise, &caller, has_row));
        let refused = demands.raises.iter().find(|raise| !lets_in(raise, &caller));
        bad.or(refused).map(|raise| {
            format!(
                "see to it that it does not raise `{}`",
                first_words(&raise.source)
            )
        })
    }

    /// The answer where all is well.
    fn success(&self, endpoint: &Endpoint, names: &mut TestNames) -> Case {
        let caller = self.caller(endpoint);
        let name = names.free(&test_name(endpoint));
        let doc = format!("`{}` answers as declared.", endpoint.name());
        let (mut case, mut request) = self.case(name, doc, &caller);
        let made = self.made(endpoint, &mut case, &request);
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
        request.status = endpoint.answer.status.into_iter().collect();
        Self::expect(endpoint, &mut case, &mut request);
        case.skip = doubt.map(|what| format!("{what}: `{}`", endpoint.name()));
        if case.skip.is_some() {
            case.import(["import pytest".to_owned()]);
        }
        case.shape = Shape::Request(request.written());
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
        Self::expect(endpoint, &mut case, &mut request);
        Some((case, request.written()))
    }

    /// What holds for the body of the answer.
    pub fn expect(endpoint: &Endpoint, case: &mut Case, request: &mut Request) {
        let answer = &endpoint.answer;
        let has_body = answer.status.is_some_and(|status| status != 204);
        if !has_body {
            return;
        }
        request.keys.clone_from(&answer.keys);
        request.is_list = answer.is_list;
        if let (Some(model), true) = (&answer.model, answer.keys.is_empty()) {
            case.import([import(model)]);
            request.model = Some(model.name.clone());
        }
    }

    /// Statements that make a row by the sibling that creates, and the key of the row as code.
    fn made(&self, endpoint: &Endpoint, case: &mut Case, request: &Request) -> Option<Made> {
        let path = endpoint.path();
        let names = path_names(&path);
        let create = self.creator(endpoint)?;
        let key = create
            .answer
            .keys
            .iter()
            .find(|key| *key == "id" || names.contains(key))?;
        let mut creating = Request {
            client: request.client.clone(),
            awaits: request.awaits,
            arguments: request.arguments.clone(),
            ..Request::default()
        };
        let none = |_: &Sent| None;
        Self::address(create, &none, (case, &mut creating))?;
        self.fill(create, case, &mut creating).ok()?;
        let status = create.answer.status?;
        Some(Made {
            arrange: vec![
                format!("created = {}", creating.code()),
                format!("assert created.status_code == {status}"),
            ],
            key: format!("created.json()['{key}']"),
        })
    }

    /// The sibling that creates what the path of `endpoint` names last.
    pub fn creator(&self, endpoint: &Endpoint) -> Option<&Endpoint> {
        let path = endpoint.path();
        let (base, last) = path.trim_end_matches('/').rsplit_once('/')?;
        if !last.starts_with('{') || base.contains('{') {
            return None;
        }
        let same = |other: &&Endpoint| {
            other.route.method == "post" && other.path().trim_end_matches('/') == base
        };
        let create = self.siblings.iter().find(same)?;
        self.doubt(create, false).is_none().then_some(create)
    }

    /// Any value that a parameter of a path takes.
    fn any_value(&self, sent: &Sent) -> Option<Sample> {
        let sampler = Sampler {
            code: self.code,
            wanted: Use::Json,
        };
        sampler.sample(&sent.of, &sent.limits, &sent.name).ok()
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
        case.shape = Shape::Request(request.written());
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
        request.status = vec![404];
        if let Some(doubt) = doubt {
            case.skip = Some(format!("{doubt}: `{}`", endpoint.name()));
            case.import(["import pytest".to_owned()]);
        }
        case.shape = Shape::Request(request.written());
        Some(case)
    }

    /// Whether a bad request gets as far as its validation, and is answered with 422.
    fn is_validated(&self, endpoint: &Endpoint) -> bool {
        let caller = self.caller(endpoint);
        self.keeps_422
            && caller != Caller::Lacking
            && endpoint.demands.unsure.is_none()
            && endpoint
                .demands
                .raises
                .iter()
                .all(|raise| lets_in(raise, &caller))
            && endpoint.demands.talks_to.is_none()
    }

    fn invalid(
        &self,
        endpoint: &Endpoint,
        (name, doc): (String, String),
        value: &PathValue,
    ) -> Option<(Case, Request)> {
        let (mut case, mut request) = self.case(name, doc, &self.caller(endpoint));
        Self::address(endpoint, value, (&mut case, &mut request))?;
        request.status = vec![422];
        Some((case, request))
    }

    /// A body without a field that must be given, and one with a value of another type.
    fn invalid_body(&self, endpoint: &Endpoint, names: &mut TestNames) -> Vec<Case> {
        let bodies: Vec<&Sent> = endpoint.sent_in(Source::Body).collect();
        let [body] = bodies[..] else {
            return Vec::new();
        };
        let Type::Model(symbol) = body.of.essence() else {
            return Vec::new();
        };
        let model = models::model(self.code, symbol);
        if model.is_table || model.validates || body.embedded || !self.is_validated(endpoint) {
            return Vec::new();
        }
        let sampler = Sampler {
            code: self.code,
            wanted: Use::Json,
        };
        let pair = |field: &models::Field| {
            let value = sampler.field(field, symbol, 5).ok()?;
            Some((quoted(&field.alias), value))
        };
        let pairs: Option<Vec<(String, Sample)>> = model.required().map(pair).collect();
        let pairs = pairs.unwrap_or_default();
        let mut cases = Vec::new();
        let value = |sent: &Sent| self.any_value(sent);
        let mut add = |field: &models::Field, wrong: Option<&str>, names: &mut TestNames| {
            let how = if wrong.is_some() {
                "with_wrong"
            } else {
                "without"
            };
            let name = names.free(&format!("{}_{how}_{}", test_name(endpoint), field.name));
            let doc = match wrong {
                Some(_) => format!(
                    "`{}` refuses a `{}` of another type.",
                    endpoint.name(),
                    field.alias
                ),
                None => format!(
                    "`{}` refuses a body without `{}`.",
                    endpoint.name(),
                    field.alias
                ),
            };
            let Some((mut case, mut request)) = self.invalid(endpoint, (name, doc), &value) else {
                return;
            };
            let own = quoted(&field.alias);
            let mut parts = Vec::new();
            for (key, sample) in pairs.iter().filter(|(key, _)| *key != own) {
                case.import(sample.imports.iter().cloned());
                parts.push(format!("{key}: {}", sample.code));
            }
            parts.extend(wrong.map(|wrong| format!("{own}: {wrong}")));
            request
                .arguments
                .push(format!("json={{{}}}", parts.join(", ")));
            case.shape = Shape::Request(request.written());
            cases.push(case);
        };
        if let (Some(field), true) = (model.required().next(), body.required) {
            add(field, None, names);
        }
        let typed = model
            .fields
            .iter()
            .find(|field| is_checked(field.of.essence()));
        if let Some(field) = typed {
            add(field, Some("[\"another type\"]"), names);
        }
        cases
    }

    /// A key in the path that is none.
    fn invalid_path(&self, endpoint: &Endpoint, names: &mut TestNames) -> Option<Case> {
        let wrong = endpoint
            .sent_in(Source::Path)
            .find(|sent| matches!(sent.of.essence(), Type::Uuid | Type::Int))?;
        if !self.is_validated(endpoint) || self.is_shadowed(endpoint) {
            return None;
        }
        let name = names.free(&format!(
            "{}_with_wrong_{}",
            test_name(endpoint),
            wrong.name
        ));
        let doc = format!(
            "`{}` refuses a `{}` of another type.",
            endpoint.name(),
            wrong.name
        );
        let value = |sent: &Sent| {
            if sent.name == wrong.name {
                Some(Sample::bare("\"no-such-key\""))
            } else {
                self.any_value(sent)
            }
        };
        let (mut case, mut request) = self.invalid(endpoint, (name, doc), &value)?;
        self.fill(endpoint, &mut case, &mut request).ok()?;
        case.shape = Shape::Request(request.written());
        Some(case)
    }

    /// Whether another route takes what is no key of this one.
    fn is_shadowed(&self, endpoint: &Endpoint) -> bool {
        let shape = |path: &str| -> Vec<bool> {
            path.trim_end_matches('/')
                .split('/')
                .map(|part| part.starts_with('{'))
                .collect()
        };
        let own = shape(&endpoint.path());
        self.siblings.iter().any(|other| {
            let is_other = other.route.handler.item.name != endpoint.route.handler.item.name;
            is_other && other.route.method == endpoint.route.method && shape(&other.path()) == own
        })
    }

    /// A query parameter beyond its limits, or of another type.
    fn invalid_query(&self, endpoint: &Endpoint, names: &mut TestNames) -> Option<Case> {
        if !self.is_validated(endpoint) {
            return None;
        }
        let mut query = endpoint.sent_in(Source::Query);
        let wrong = query.find(|sent| {
            matches!(
                sent.of.essence(),
                Type::Int
                    | Type::Float
                    | Type::Uuid
                    | Type::Bool
                    | Type::Decimal
                    | Type::Date
                    | Type::Datetime
            )
        })?;
        let beyond = beyond(&wrong.limits).filter(|_| *wrong.of.essence() == Type::Int);
        let name = names.free(&format!(
            "{}_with_wrong_{}",
            test_name(endpoint),
            wrong.name
        ));
        let doc = match &beyond {
            Some(_) => format!(
                "`{}` refuses a `{}` beyond its limits.",
                endpoint.name(),
                wrong.name
            ),
            None => format!(
                "`{}` refuses a `{}` of another type.",
                endpoint.name(),
                wrong.name
            ),
        };
        let value = |sent: &Sent| self.any_value(sent);
        let (mut case, mut request) = self.invalid(endpoint, (name, doc), &value)?;
        let bad = beyond.unwrap_or_else(|| "\"another type\"".to_owned());
        request
            .arguments
            .push(format!("params={{{}: {bad}}}", quoted(&wrong.name)));
        case.shape = Shape::Request(request.written());
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

pub(super) fn add_fixture(case: &mut Case, fixture: &Fixture) {
    case.fixtures.push(Argument {
        name: fixture.name.clone(),
        annotation: fixture.annotation.0.clone(),
    });
    case.import(fixture.annotation.1.clone());
}

/// Whether a value of another type is sure to be refused.
fn is_checked(of: &Type) -> bool {
    matches!(
        of,
        Type::Str
            | Type::Email
            | Type::Int
            | Type::Float
            | Type::Bool
            | Type::Uuid
            | Type::Decimal
            | Type::Date
            | Type::Datetime
            | Type::Enum(..)
    )
}

/// A number that the limits do not allow.
fn beyond(limits: &Limits) -> Option<String> {
    let (bound, step) = match (limits.greatest, limits.least) {
        (Some((greatest, open)), _) => (greatest, if open { 0.0 } else { 1.0 }),
        (None, Some((least, open))) => (least, if open { 0.0 } else { -1.0 }),
        _ => return None,
    };
    Some(format!("{}", bound + step))
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

/// Whether a request of `caller` gets past what the handler may raise.
fn passes(raise: &Raise, caller: &Caller, has_row: bool) -> bool {
    let words = format!("{} {}", raise.source, raise.test).to_lowercase();
    let has = |known: &[&str]| known.iter().any(|word| words.contains(word));
    match raise.status {
        Some(404) => has_row,
        Some(400 | 409 | 422) => has(&["exist", "already", "duplicate", "taken", "unique"]),
        Some(401 | 403) => is_mighty(caller) && has(&["not ", "!="]),
        _ => false,
    }
}

/// Whether `caller` gets past what a dependency may raise.
fn lets_in(raise: &Raise, caller: &Caller) -> bool {
    let is_known = matches!(
        caller,
        Caller::Headers(_) | Caller::Client(_) | Caller::Replaced
    );
    let words = raise.test.to_lowercase();
    let is_about_rights = [
        "superuser",
        "admin",
        "permission",
        "role",
        "scope",
        "privilege",
    ]
    .iter()
    .any(|word| words.contains(word));
    is_known && (!is_about_rights || is_mighty(caller))
}

fn is_mighty(caller: &Caller) -> bool {
    match caller {
        Caller::Headers(fixture) | Caller::Client(fixture) => ["superuser", "admin", "root"]
            .iter()
            .any(|word| fixture.name.contains(word)),
        _ => false,
    }
}

fn first_words(source: &str) -> String {
    source.split('(').next().unwrap_or(source).to_owned()
}

/// The text of a literal, to stand in another one.
fn plain(code: &str) -> Option<String> {
    let inner = code
        .strip_prefix('"')
        .and_then(|rest| rest.strip_suffix('"'));
    let text = inner.map_or_else(
        || code.parse::<i64>().ok().map(|number| number.to_string()),
        |text| Some(text.to_owned()),
    )?;
    let is_plain = text
        .chars()
        .all(|c| c.is_ascii_alphanumeric() || "-_.@".contains(c));
    is_plain.then_some(text)
}

/// A literal whose braces mean what they say.
fn quoted_raw(text: &str) -> String {
    format!("\"{text}\"")
}

impl Request {
    /// With its expression.
    pub fn written(mut self) -> Self {
        self.code = self.code();
        self
    }

    /// The request as an expression.
    pub fn code(&self) -> String {
        let wait = if self.awaits { "await " } else { "" };
        let arguments: String = self
            .arguments
            .iter()
            .map(|argument| format!(", {argument}"))
            .collect();
        let has_body = self
            .arguments
            .iter()
            .any(|argument| argument.starts_with("json="));
        if self.method == "delete" && has_body {
            return format!(
                "{wait}{}.request(\"DELETE\", {}{arguments})",
                self.client, self.address
            );
        }
        format!(
            "{wait}{}.{}({}{arguments})",
            self.client, self.method, self.address
        )
    }
}
