//! What is read of how sessions are given.

mod held;

use crate::detect::tests::check;

const APP: (&str, &str) = (
    "app/main.py",
    "from fastapi import FastAPI\napp = FastAPI()\n",
);
const MAKER: &str = "from sqlalchemy.ext.asyncio import async_sessionmaker, create_async_engine\nengine = create_async_engine(\"sqlite+aiosqlite://\")\nmaker = async_sessionmaker(engine)\n";

#[test]
fn dependencies_that_give_sessions() {
    let maker = |rest: &str| format!("{MAKER}{rest}");
    let two = "def read():\n    return maker()\ndef write():\n    return maker()\n";
    let uses = |names: &[&str]| {
        let routes = names
            .iter()
            .enumerate()
            .map(|(at, name)| format!("def route_{at}(s=Depends({name})): ...\n"));
        let routes: String = routes.collect();
        format!("from fastapi import Depends\nfrom app.db import read, write\n{routes}")
    };
    for (db, routes, expected) in [
        (
            maker("async def get_db():\n    async with maker() as session:\n        yield session\n"),
            String::new(),
            [("db.session", "app.db:get_db"), ("db.async", "true")],
        ),
        (
            "from sqlalchemy import create_engine\nfrom sqlalchemy.orm import Session\nengine = create_engine(\"sqlite://\")\ndef open_db() -> Session: ...\n".to_owned(),
            String::new(),
            [("db.session", "app.db:open_db"), ("db.async", "false")],
        ),
        (
            maker(two),
            uses(&["read", "read", "write"]),
            [("db.session", "app.db:read"), ("db.async", "true")],
        ),
        (
            maker(two),
            uses(&["read", "write"]),
            [("db.session", "? app.db:read | app.db:write"), ("db.async", "true")],
        ),
        (MAKER.to_owned(), String::new(), [("db.session", ""), ("db.async", "true")]),
        (
            "from typing import AsyncIterator\nfrom sqlalchemy.ext.asyncio import AsyncSession\nclass Manager:\n    def session(self) -> AsyncIterator[AsyncSession]: ...\nmanager = Manager()\nasync def get_db():\n    async with manager.session() as session:\n        yield session\n".to_owned(),
            String::new(),
            [("db.session", "app.db:get_db"), ("db.async", "true")],
        ),
        (
            "from typing import NewType\nfrom sqlalchemy.ext.asyncio import AsyncSession as Theirs\nAsyncSession = NewType(\"AsyncSession\", Theirs)\nasync def get_db(request) -> AsyncSession:\n    return request.state.session\n".to_owned(),
            String::new(),
            [("db.session", "app.db:get_db"), ("db.async", "true")],
        ),
        (
            "from sqlalchemy.orm import Session\nclass TenantSession(Session): ...\ndef get_db(request) -> TenantSession:\n    return request.state.session\n".to_owned(),
            String::new(),
            [("db.session", "app.db:get_db"), ("db.async", "false")],
        ),
        (
            "from sqlalchemy.orm import Session\ndef get_db(request):\n    return request.state.session\ndef get_key(request):\n    return request.state.key\n".to_owned(),
            "from fastapi import Depends\nfrom sqlalchemy.orm import Session\nfrom app.db import get_db, get_key\ndef a(s: Session = Depends(get_db), k: str = Depends(get_key)): ...\n".to_owned(),
            [("db.session", "app.db:get_db"), ("db.async", "false")],
        ),
        (
            "from requests import Session\ndef get_db() -> Session: ...\n# sqlalchemy\n".to_owned(),
            String::new(),
            [("db.session", ""), ("db.async", "")],
        ),
    ] {
        let files = [APP, ("app/db.py", &db), ("app/routes.py", &routes)];
        check(&files, &expected);
    }
}

/// What is depended on may be the method of an object or of a class, or what a call made.
#[test]
fn sessions_given_by_methods() {
    let held = "class Database:\n    def __init__(self, url):\n        self._maker = async_sessionmaker(create_async_engine(url))\n    async def session(self):\n        async with self._maker() as session:\n            yield session\ndatabase = Database(\"x\")\n";
    let method = "class Database:\n    def _new(self):\n        return maker()\n    async def session(self):\n        async with self._new() as session:\n            yield session\nclass Sub(Database): ...\ndatabase = Sub()\n";
    let of_class = "from sqlalchemy.orm import Session\nclass Database:\n    @staticmethod\n    def session() -> Session: ...\n";
    let contained =
        format!("{held}class Container:\n    db = Database(\"x\")\ncontainer = Container()\n");
    let plain = "Depends(DEP)";
    for (db, dependency, parameter, expected, is_async) in [
        (
            held,
            "database.session",
            plain,
            "app.db:database.session",
            "true",
        ),
        (
            method,
            "database.session",
            plain,
            "app.db:database.session",
            "true",
        ),
        (
            of_class,
            "Database.session",
            plain,
            "app.db:Database.session",
            "false",
        ),
        (
            &contained,
            "container.db.session",
            plain,
            "app.db:container.db.session",
            "true",
        ),
        // What nobody can tell from its definition its users say.
        (
            "import theirs\nget_db = theirs.make(engine)\n",
            "get_db",
            plain,
            "",
            "true",
        ),
        (
            "import theirs\nget_db = theirs.make(engine)\n",
            "get_db",
            "Annotated[AsyncSession, Depends(DEP)]",
            "app.db:get_db",
            "true",
        ),
        // A method that nobody depends on is no dependency.
        (held, "print", plain, "", "true"),
    ] {
        let name = dependency.split('.').next().unwrap_or_default();
        let (annotation, default) = match parameter.strip_prefix("Annotated") {
            Some(_) => (format!(": {parameter}"), String::new()),
            None => (String::new(), format!("={parameter}")),
        };
        let parameter = format!("s{annotation}{default}").replace("DEP", dependency);
        let routes = format!(
            "from typing import Annotated\nfrom fastapi import Depends\nfrom sqlalchemy.ext.asyncio import AsyncSession\nfrom app.db import {name}\ndef a({parameter}): ...\n"
        );
        let db = format!("{MAKER}{db}");
        let files = [APP, ("app/db.py", &db), ("app/routes.py", &routes)];
        check(&files, &[("db.session", expected), ("db.async", is_async)]);
    }
}

/// What depends on a session within a module without routes is for others; an object that is called gives what its
/// `__call__` does; what may be missing is what it is where it is there.
#[test]
fn dependencies_behind_others() {
    let head = "from fastapi import Depends, Request\nfrom sqlalchemy import create_engine\nfrom sqlalchemy.orm import Session, sessionmaker\n";
    let chain = "def _pool(request: Request) -> Session: ...\ndef _open(pool: Session = Depends(_pool)) -> Session: ...\ndef repository(kind):\n    def made(session: Session = Depends(_open)):\n        return kind(session)\n    return made\n";
    let called = "class Sessions:\n    def __call__(self) -> Session: ...\nsessions = Sessions()\n";
    let maybe = "engine = create_engine(url) if url else None\nmaker = sessionmaker(\n    bind=engine\n) if engine else None\ndef get_db():\n    db = maker()\n    try:\n        yield db\n    finally:\n        db.close()\n";
    for (db, routes, expected) in [
        (chain.to_owned(), "", "app.db:_open"),
        (
            format!("from fastapi import APIRouter\n{chain}router = APIRouter()\n"),
            "",
            "",
        ),
        (
            called.to_owned(),
            "from fastapi import Depends\nfrom app.db import sessions\ndef a(s=Depends(sessions)): ...\n",
            "app.db:sessions",
        ),
        (
            called.to_owned(),
            "from fastapi import Depends\nfrom app.db import Sessions\ndef a(s=Depends(Sessions)): ...\n",
            "",
        ),
        (maybe.to_owned(), "", "app.db:get_db"),
        (
            "def get_db(request: Request) -> Session: ...\n".to_owned(),
            "",
            "app.db:get_db",
        ),
        // What is given an engine by hand is no dependency.
        ("def make(engine) -> Session: ...\n".to_owned(), "", ""),
        (
            "def make(engine) -> Session: ...\n".to_owned(),
            "from fastapi import Depends\nfrom app.db import make\ndef a(s=Depends(make)): ...\n",
            "app.db:make",
        ),
    ] {
        let db = format!("{head}{db}");
        let files = [APP, ("app/db.py", db.as_str()), ("app/routes.py", routes)];
        check(&files, &[("db.session", expected)]);
    }
}

/// What is made where it is depended on, and what a library has, gives a session where the parameter is one.
#[test]
fn dependencies_that_are_called() {
    let head = "from typing import Annotated\nfrom fastapi import Depends\nfrom sqlalchemy.ext.asyncio import AsyncSession\nfrom theirs import Sessions, sessions\nfrom app.keys import key\n";
    for (routes, expected, call, imports, alias) in [
        (
            "async def a(db: AsyncSession = Depends(Sessions(key=key()))): ...\n",
            "theirs:Sessions",
            "Sessions(key=key())",
            "from app.keys import key",
            "",
        ),
        (
            "async def a(db: Annotated[AsyncSession, Depends(sessions.given())]): ...\n",
            "theirs:sessions.given",
            "sessions.given()",
            "",
            "",
        ),
        (
            "Db = Annotated[AsyncSession, Depends(sessions.given())]\n",
            "theirs:sessions.given",
            "sessions.given()",
            "",
            "app.routes:Db",
        ),
        (
            "async def a(db: Annotated[AsyncSession, Depends(sessions)]): ...\n",
            "theirs:sessions",
            "",
            "",
            "",
        ),
        (
            "async def a(db: AsyncSession = Depends(Sessions(key=1))): ...\nasync def b(db: AsyncSession = Depends(Sessions(key=2))): ...\n",
            "? Sessions(key=1) | Sessions(key=2)",
            "",
            "",
            "",
        ),
        (
            "async def a(db: int = Depends(Sessions(key=1))): ...\n",
            "",
            "",
            "",
            "",
        ),
        (
            "async def a(db: int = Depends(sessions)): ...\n",
            "",
            "",
            "",
            "",
        ),
    ] {
        let routes = format!("{head}{routes}");
        let files = [
            APP,
            ("app/keys.py", "def key(): ...\n"),
            ("app/routes.py", routes.as_str()),
        ];
        let expected = [
            ("db.session", expected),
            ("db.session.call", call),
            ("db.session.imports", imports),
            ("db.session.alias", alias),
        ];
        check(&files, &expected);
    }
}

/// A module that speaks of neither `FastAPI` nor `SQLAlchemy` may open what another one made.
#[test]
fn dependencies_that_only_open() {
    let db = "from sqlalchemy import create_engine\nfrom sqlalchemy.orm import sessionmaker\nengine = create_engine(\"sqlite://\")\nSessionLocal = sessionmaker(bind=engine)\n";
    let routes = "from fastapi import Depends\nfrom app.deps import get_db\ndef a(db=Depends(get_db)): ...\n";
    let deps = "from app.db import SessionLocal\ndef get_db():\n    db = SessionLocal()\n    try:\n        yield db\n    finally:\n        db.close()\n";
    let files = [
        APP,
        ("app/db.py", db),
        ("app/deps.py", deps),
        ("app/routes.py", routes),
    ];
    check(
        &files,
        &[("db.session", "app.deps:get_db"), ("db.async", "false")],
    );
}

/// A fixture that another one gives is what it yields.
#[test]
fn fixtures_of_fixtures() {
    for made in [
        "@pytest.fixture\nasync def new():\n    yield async_sessionmaker(engine)\n@pytest.fixture\nasync def session(new):\n    async with new() as session:\n        yield session\n",
        // By a name of the fixture's own.
        "@pytest.fixture\nasync def session():\n    new = async_sessionmaker(engine)\n    async with new() as session:\n        yield session\n",
    ] {
        let conftest = format!("import pytest\n{MAKER}{made}");
        let files = [
            APP,
            ("tests/conftest.py", conftest.as_str()),
            ("tests/test_a.py", "def test_a(session): ...\n"),
        ];
        check(
            &files,
            &[
                ("tests.session", "session"),
                ("tests.session.kind", "AsyncSession"),
            ],
        );
    }
}

/// An alias that a module of routes has for itself is not for others.
#[test]
fn aliases_of_one_module() {
    let db = format!(
        "{MAKER}async def get_db():\n    async with maker() as session:\n        yield session\n"
    );
    let alias = "from typing import Annotated\nfrom fastapi import APIRouter, Depends\nfrom sqlalchemy.ext.asyncio import AsyncSession\nfrom app.db import get_db\nDb = Annotated[AsyncSession, Depends(get_db)]\n";
    for (rest, expected) in [
        ("", "app.users:Db"),
        ("router = APIRouter()\ndef a(db: Db): ...\n", ""),
    ] {
        let users = format!("{alias}{rest}");
        let files = [
            APP,
            ("app/db.py", db.as_str()),
            ("app/users.py", users.as_str()),
        ];
        check(&files, &[("db.session.alias", expected)]);
    }
}

/// What siblings call the session: routes decide before other functions, and constructors say what is kept.
#[test]
fn names_of_sessions() {
    let db = format!(
        "{MAKER}from sqlalchemy.ext.asyncio import AsyncSession\nasync def get_db():\n    async with maker() as session:\n        yield session\n"
    );
    let head = "from typing import Annotated\nfrom fastapi import APIRouter, Depends\nfrom sqlalchemy.ext.asyncio import AsyncSession\nfrom app.db import get_db\nDb = Annotated[AsyncSession, Depends(get_db)]\nrouter = APIRouter()\n";
    let route = |parameter: &str| format!("@router.get(\"/\")\ndef a({parameter}): ...\n");
    let function = "def find(conn: AsyncSession): ...\n".to_owned();
    let class =
        "class Orders:\n    def __init__(self, conn: AsyncSession):\n        self._conn = conn\n";
    for (routes, parameter, attribute) in [
        (
            route("db: Annotated[AsyncSession, Depends(get_db)]"),
            "db",
            "",
        ),
        (route("x: int, db=Depends(get_db)"), "db", ""),
        (format!("{}{function}", route("db: Db")), "db", ""),
        (function, "conn", ""),
        (route("db: AsyncSession") + class, "db", "_conn"),
        (route("db: int"), "", ""),
    ] {
        let files = [
            APP,
            ("app/db.py", db.as_str()),
            ("app/routes.py", &format!("{head}{routes}")),
        ];
        let expected = [
            ("db.session.parameter", parameter),
            ("db.session.attribute", attribute),
        ];
        check(&files, &expected);
    }
}

/// What an alias for others depends on is theirs, whatever it is called; what routes keep for themselves is not.
#[test]
fn dependencies_behind_an_alias() {
    let kept = format!(
        "{MAKER}from typing import Annotated\nfrom fastapi import APIRouter, Depends\nfrom sqlalchemy.ext.asyncio import AsyncSession\nasync def _open():\n    async with maker() as session:\n        yield session\nDbSession = Annotated[AsyncSession, Depends(_open)]\n"
    );
    for (routes, expected) in [
        (
            "",
            [
                ("db.session", "app.db:_open"),
                ("db.session.alias", "app.db:DbSession"),
            ],
        ),
        (
            "router = APIRouter()\n",
            [("db.session", ""), ("db.session.alias", "")],
        ),
    ] {
        let db = format!("{kept}{routes}");
        let users = "from app.db import DbSession\ndef one(session: DbSession): ...\n";
        check(
            &[APP, ("app/db.py", &db), ("app/users.py", users)],
            &expected,
        );
    }
}
