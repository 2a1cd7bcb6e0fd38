//! What the tests of a project work with: client, session, headers of a user.

use super::base_url::base;
use super::classes::Form;
use super::code::Code;
use super::conftest::{CLIENTS, SESSIONS, fixtures, modules, replaced};
use super::runner::{Runner, runner};
use super::start::is_started;
use super::tables::{Tables, tables};
use crate::error::{Doubt, Result};
use crate::facts::FactValue;
use crate::python::Symbol;

/// A fixture.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Fixture {
    /// The name that tests ask for.
    pub name: String,
    /// The last part of its type: `AsyncClient`.
    pub kind: String,
    /// The type as code, and the line that imports it; `Any` where it cannot be told.
    pub annotation: (String, Option<String>),
    /// The application that it is a client of, where that is named.
    pub app: Option<Symbol>,
    /// The fixtures that it is made of.
    pub of: Vec<String>,
    /// What it puts before every address, where that has a path: `http://test/api`.
    pub base: String,
}

/// All of it.
#[derive(Clone, Debug)]
pub(super) struct Fixtures {
    /// Every fixture that a test in the directory sees, nearest first.
    all: Vec<Fixture>,
    /// Names of dependencies that a conftest replaces.
    pub replaced: Vec<String>,
    /// Whether they start the service, and not only ask it.
    pub starts: bool,
    /// How asynchronous tests are run.
    pub runner: Runner,
    /// Where the tables of the tests come from.
    pub tables: Tables,
    client: Option<String>,
    /// What the client may be, where that is not certain.
    clients: Option<Doubt>,
    session: Option<String>,
    auth: Vec<String>,
}

const GUARDED: [&str; 6] = ["auth", "logged", "admin", "superuser", "user", "token"];

impl Fixture {
    /// The client that a test file makes for itself.
    pub fn own_client() -> Self {
        Self {
            name: "client".to_owned(),
            kind: "TestClient".to_owned(),
            annotation: (
                "TestClient".to_owned(),
                Some("from fastapi.testclient import TestClient".to_owned()),
            ),
            app: None,
            of: Vec::new(),
            base: String::new(),
        }
    }

    /// The client that a file of tests has for all of them, `client = TestClient(app)`: no fixture, and asked for by none.
    pub fn global_client(code: &Code, file: &str) -> Option<Self> {
        let module = code.module(file)?;
        let mut made = module.assignments.iter().filter(|one| one.scope.is_empty());
        let (made, base) = made.find_map(|one| {
            let call = one.value.as_ref()?.as_call()?;
            (call.name() == "TestClient").then(|| (one, base(code, (file, ""), call)))
        })?;
        Some(Self {
            name: made.name.clone(),
            kind: "TestClient".to_owned(),
            annotation: (String::new(), None),
            app: None,
            of: Vec::new(),
            base,
        })
    }
}

impl Fixtures {
    /// What a test in `directory` sees.
    pub fn read(code: &Code, directory: &str) -> Self {
        if Form::of(code) == Form::Unittest {
            return Self::none(code);
        }
        let modules = modules(code, directory);
        let all: Vec<Fixture> = modules
            .iter()
            .flat_map(|path| fixtures(code, path))
            .collect();
        let all = with_bases(all);
        let has_backend = all.iter().any(|fixture| fixture.name == "anyio_backend");
        let replaced = modules
            .iter()
            .flat_map(|path| replaced(code, path))
            .collect();
        let certain = |name: &str| code.facts.get(name).filter(|fact| fact.certain);
        let fact = |name: &str| certain(name).map(|fact| fact.value.to_string());
        let doubt = code.facts.get("tests.client");
        let doubt = doubt.filter(|fact| !fact.certain);
        let auth = match code.facts.get("tests.auth").map(|fact| &fact.value) {
            Some(FactValue::Text(name)) => vec![name.clone()],
            Some(FactValue::List(names)) => names.clone(),
            _ => Vec::new(),
        };
        let mut known = Self {
            tables: Tables::Lacking,
            all,
            replaced,
            starts: is_started(code, modules.iter().map(String::as_str)),
            runner: runner(code, has_backend),
            client: fact("tests.client"),
            clients: doubt.map(|fact| fact.doubt("tests.client")),
            session: fact("tests.session"),
            auth,
        };
        let client = known.likely_client().map(|client| client.name.clone());
        known.tables = tables(code, &modules, (&known.all, client.as_deref()));
        known
    }

    /// What methods of `unittest` take: none.
    fn none(code: &Code) -> Self {
        Self {
            all: Vec::new(),
            replaced: Vec::new(),
            starts: false,
            runner: Runner::Auto,
            tables: tables(code, &[], (&[], None)),
            client: None,
            clients: None,
            session: None,
            auth: Vec::new(),
        }
    }

    /// Those that are no clients of another application than `app`.
    pub fn of_application(mut self, app: Option<&Symbol>) -> Self {
        let is_other = |own: &Symbol| app.is_some_and(|app| app != own);
        self.all
            .retain(|fixture| !fixture.app.as_ref().is_some_and(is_other));
        self
    }

    /// The client of a caller that nobody knows.
    ///
    /// # Errors
    /// A project error where tests use several alike, and a test in the directory sees more than one of them.
    pub fn client(&self) -> Result<Option<&Fixture>> {
        if let Some(doubt) = &self.clients {
            let mut seen = doubt.clone();
            seen.candidates.retain(|name| self.is_bare_client(name));
            if seen.candidates.len() > 1 {
                return Err(seen.to_error());
            }
        }
        Ok(self.likely_client())
    }

    fn is_bare_client(&self, name: &str) -> bool {
        self.named(name).is_some() && !GUARDED.iter().any(|word| name.contains(word))
    }

    fn likely_client(&self) -> Option<&Fixture> {
        let of_kind = |fixture: &&Fixture| CLIENTS.contains(&fixture.kind.as_str());
        let is_bare = |fixture: &&Fixture| !GUARDED.iter().any(|word| fixture.name.contains(word));
        let named = self.client.as_ref().and_then(|name| self.named(name));
        named
            .filter(is_bare)
            .or_else(|| self.named("client").filter(of_kind))
            .or_else(|| self.all.iter().filter(of_kind).find(is_bare))
            .or(named)
    }

    /// The session for code that is asynchronous, or not.
    pub fn session(&self, is_async: bool) -> Option<&Fixture> {
        let wanted = SESSIONS[usize::from(is_async)];
        let of_kind = |fixture: &&Fixture| fixture.kind == wanted;
        let named = self.session.as_ref().and_then(|name| self.named(name));
        named
            .filter(of_kind)
            .or_else(|| self.all.iter().find(of_kind))
    }

    /// The headers of a user who may do everything, else of any.
    pub fn headers(&self) -> Option<&Fixture> {
        let by_fact = self.auth.iter().filter_map(|name| self.named(name));
        let by_name = self.all.iter().filter(|fixture| {
            fixture.name.contains("headers")
                && GUARDED.iter().any(|word| fixture.name.contains(word))
        });
        let mut found: Vec<&Fixture> = by_fact.chain(by_name).collect();
        found.retain(|fixture| !CLIENTS.contains(&fixture.kind.as_str()));
        let is_mighty = |fixture: &&&Fixture| {
            ["superuser", "admin", "root"]
                .iter()
                .any(|word| fixture.name.contains(word))
        };
        found
            .iter()
            .find(is_mighty)
            .or_else(|| found.first())
            .copied()
    }

    /// A client of a user.
    pub fn known_client(&self) -> Option<&Fixture> {
        let of_kind = |fixture: &&Fixture| CLIENTS.contains(&fixture.kind.as_str());
        let is_known = |fixture: &&Fixture| {
            [
                "auth",
                "logged",
                "admin",
                "superuser",
                "user_client",
                "client_user",
            ]
            .iter()
            .any(|word| fixture.name.contains(word))
        };
        self.all.iter().filter(of_kind).find(is_known)
    }

    fn named(&self, name: &str) -> Option<&Fixture> {
        self.all.iter().find(|fixture| fixture.name == name)
    }
}

/// Fixtures, those that are made of a client with what that puts before every address.
fn with_bases(mut all: Vec<Fixture>) -> Vec<Fixture> {
    let known: Vec<(String, String)> = all
        .iter()
        .filter(|fixture| !fixture.base.is_empty())
        .map(|fixture| (fixture.name.clone(), fixture.base.clone()))
        .collect();
    for fixture in all
        .iter_mut()
        .filter(|it| it.base.is_empty() && it.app.is_none())
    {
        let mut of = fixture.of.iter();
        let taken = of.find_map(|name| known.iter().find(|(known, _)| known == name));
        fixture.base = taken.map(|(_, base)| base.clone()).unwrap_or_default();
    }
    all
}
