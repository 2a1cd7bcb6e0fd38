//! What is read of how sessions are given.

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
