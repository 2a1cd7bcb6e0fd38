//! Why the answer to a good request cannot be told: what it needs that nobody here knows.

use super::ask::Asking;
use super::case::Case;
use super::endpoint::Endpoint;
use super::fixtures::Fixture;
use super::raises::Raise;
use super::route::{Source, path_names};
use super::sample::quoted;
use super::tables::Tables;

/// As whom a request is made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Caller {
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

impl Asking<'_> {
    /// What is lacking where the client does not start a service that connects at its start.
    pub fn not_started(&self, endpoint: &Endpoint) -> Option<String> {
        let what = self.left_out.filter(|_| !endpoint.is_calm)?;
        Some(format!(
            "let the client start the service, which calls `{what}` before it answers"
        ))
    }

    /// What is lacking where a session asks for tables that nothing here makes.
    pub fn no_tables(&self, endpoint: &Endpoint) -> Option<String> {
        let asks = (endpoint.demands.session || self.keeps_rows) && !endpoint.is_calm;
        let is_lacking = asks && self.fixtures.tables == Tables::Lacking;
        is_lacking.then(|| "give the tests a database of their own, with its tables".to_owned())
    }

    /// Has a test ask for the fixture that makes the tables.
    pub fn ask_for_tables(&self, endpoint: &Endpoint, case: &mut Case) {
        if let Tables::By(name) = &self.fixtures.tables
            && endpoint.demands.session
        {
            case.marks
                .push(format!("pytest.mark.usefixtures({})", quoted(name)));
            case.import(["import pytest".to_owned()]);
        }
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
        if endpoint.answer.sends_file {
            return Some("put the file there that it sends".to_owned());
        }
        if endpoint.answer.status.is_none() {
            return Some("say which status is right".to_owned());
        }
        if let Some(lacking) = self.not_started(endpoint).or(self.no_tables(endpoint)) {
            return Some(lacking);
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
        if !has_row && !endpoint.is_calm && !path_names(&path).is_empty() {
            return Some("make what the path names, and put its key there".to_owned());
        }
        if changes_caller && !endpoint.is_calm {
            return Some("say whom it changes, and make one for the test".to_owned());
        }
        if demands.form {
            return Some("give the form that it takes".to_owned());
        }
        if let Some(name) = endpoint.reference(self.code).filter(|_| !endpoint.is_calm) {
            return Some(format!("give a `{name}` that is there"));
        }
        let has_body = endpoint.sent_in(Source::Body).any(|sent| sent.required);
        if has_body && endpoint.validates(self.code) {
            return Some("give a body that its validators take".to_owned());
        }
        if is_about_tokens && !endpoint.is_calm {
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
}

/// Whether a request of `caller` gets past what the handler may raise.
pub(super) fn passes(raise: &Raise, caller: &Caller, has_row: bool) -> bool {
    let words = format!("{} {}", raise.source, raise.test).to_lowercase();
    let has = |known: &[&str]| known.iter().any(|word| words.contains(word));
    match raise.status {
        Some(404) => has_row,
        Some(400 | 409 | 422) => is_about_twice(raise),
        Some(401 | 403) => is_mighty(caller) && has(&["not ", "!="]),
        _ => false,
    }
}

/// Whether something is raised for what is there already.
pub(super) fn is_about_twice(raise: &Raise) -> bool {
    let words = format!("{} {}", raise.source, raise.test).to_lowercase();
    let known = ["exist", "already", "duplicate", "taken", "unique"];
    matches!(raise.status, Some(400 | 409 | 422)) && known.iter().any(|word| words.contains(word))
}

/// Whether `caller` gets past what a dependency may raise.
pub(super) fn lets_in(raise: &Raise, caller: &Caller) -> bool {
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

pub(super) fn first_words(source: &str) -> String {
    source.split('(').next().unwrap_or(source).to_owned()
}
