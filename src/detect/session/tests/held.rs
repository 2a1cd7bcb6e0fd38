//! Sessions that no dependency gives.

use super::{APP, MAKER};
use crate::detect::tests::check;

/// Where no dependency gives a session, what the program keeps does: certain where routes show it.
#[test]
fn sessions_without_a_dependency() {
    let scoped = "session = async_scoped_session(maker, scopefunc=current_task)\n";
    let by_thread = "session = scoped_session(sessionmaker())\n";
    let route = "from fastapi import APIRouter\nfrom app.db import NAME\nrouter = APIRouter()\n@router.get(\"/\")\ndef a(): ...\n";
    let service = "import sqlalchemy\nfrom app.db import NAME\n";
    // What a module of routes has for itself is no dependency of others.
    let own = "from fastapi import APIRouter\nfrom app.db import NAME\nrouter = APIRouter()\ndef _session():\n    with NAME() as session:\n        yield session\n@router.get(\"/\")\ndef a(s=Depends(_session)): ...\n";
    let given = "def get_db() -> AsyncSession: ...\n";
    for (db, name, user, expected, form, is_async) in [
        (
            scoped,
            "session",
            service,
            "app.db:session",
            "scoped",
            "true",
        ),
        (scoped, "other", service, "", "", "true"),
        (
            by_thread,
            "session",
            route,
            "app.db:session",
            "factory",
            "false",
        ),
        (
            by_thread,
            "session",
            service,
            "? app.db:session",
            "",
            "false",
        ),
        ("", "maker", route, "app.db:maker", "maker", "true"),
        ("", "maker", own, "app.db:maker", "maker", "true"),
        ("", "maker", service, "? app.db:maker", "", "true"),
        (
            "current: ContextVar[AsyncSession] = ContextVar(\"current\")\n",
            "current",
            service,
            "app.db:current",
            "context",
            "true",
        ),
        (
            "other = async_sessionmaker()\n",
            "maker, other",
            route,
            "? app.db:maker | app.db:other",
            "",
            "true",
        ),
        (given, "get_db", route, "app.db:get_db", "", "true"),
    ] {
        let db = format!("from sqlalchemy.ext.asyncio import AsyncSession\n{MAKER}{db}");
        let user = user.replace("NAME", name);
        let files = [
            APP,
            ("app/db.py", db.as_str()),
            ("app/orders.py", user.as_str()),
        ];
        let expected = [
            ("db.session", expected),
            ("db.session.form", form),
            ("db.async", is_async),
        ];
        check(&files, &expected);
    }
}

/// A session that an object has, what opens one, and what a container brings; where several are used, asked for.
#[test]
fn sessions_of_objects_and_containers() {
    let service = "import sqlalchemy\nfrom app.db import db\n";
    let property =
        "class Database:\n    @property\n    def session(self) -> Session: ...\ndb = Database()\n";
    let inherited = "class Base:\n    @property\n    def session(self) -> Session: ...\nclass Database(Base): ...\ndb = Database()\n";
    let passed_on = "from app.other import db as theirs\nclass Repository:\n    @property\n    def session(self) -> Session:\n        return theirs.session\ndb = Repository()\n";
    let meta = "class Meta(type):\n    @property\n    def session(cls) -> AsyncSession: ...\nclass Proxy(metaclass=Meta): ...\n";
    let of_class = "class Meta(type):\n    @property\n    def session(cls) -> AsyncSession: ...\nclass db(metaclass=Meta): ...\n";
    let within = "def make():\n    class Meta(type):\n        @property\n        def session(cls) -> AsyncSession: ...\n    class Proxy(metaclass=Meta): ...\n    return object, Proxy\nother, db = make()\n";
    let opener = "from contextlib import contextmanager\n@contextmanager\ndef db():\n    with Session(engine) as session:\n        yield session\n";
    let asking = opener.replace("db()", "db(tenant)");
    let private = opener.replace("db()", "_db()");
    let method = "from contextlib import asynccontextmanager\nclass Database:\n    @asynccontextmanager\n    async def open(self):\n        async with AsyncSession(engine) as session:\n            yield session\ndb = Database()\n";
    let of_library = "import sqlalchemy\nfrom fastapi_async_sqlalchemy import db\n";
    let tied = "from dishka.integrations.fastapi import setup_dishka\n";
    let provider = "from dishka import Provider, Scope, provide\nclass Sessions(Provider):\n    @provide(scope=Scope.REQUEST)\n    async def session(self) -> AsyncIterator[AsyncSession]: ...\n";
    let provided = provider
        .replace("REQUEST)", "REQUEST, provides=AsyncSession)")
        .replace(" -> AsyncIterator[AsyncSession]", "");
    for (db, user, expected, form, is_async) in [
        (property, service, "app.db:db.session", "property", "false"),
        (inherited, service, "app.db:db.session", "property", "false"),
        (property, "import sqlalchemy\n", "", "", ""),
        (passed_on, service, "", "", ""),
        (
            &format!("{meta}db = Proxy\n"),
            service,
            "app.db:db.session",
            "property",
            "true",
        ),
        (of_class, service, "app.db:db.session", "property", "true"),
        (within, service, "app.db:db.session", "property", "true"),
        (opener, service, "app.db:db", "maker", "false"),
        (&asking, service, "", "", ""),
        (
            &private,
            "import sqlalchemy\nfrom app.db import _db\n",
            "",
            "",
            "",
        ),
        (method, service, "app.db:db.open", "maker", "true"),
        (
            &format!("{opener}{}", opener.replace("db()", "other()")),
            "import sqlalchemy\nfrom app.db import db, other\n",
            "? app.db:db | app.db:other",
            "",
            "false",
        ),
        (
            "",
            of_library,
            "fastapi_async_sqlalchemy:db.session",
            "property",
            "true",
        ),
        (
            provider,
            tied,
            "sqlalchemy.ext.asyncio:AsyncSession",
            "injected",
            "true",
        ),
        (
            &provided,
            tied,
            "sqlalchemy.ext.asyncio:AsyncSession",
            "injected",
            "true",
        ),
        (provider, "", "", "", ""),
        // What routes depend on comes first.
        (
            &format!("{property}def get_db() -> Session: ...\n"),
            service,
            "app.db:get_db",
            "",
            "false",
        ),
    ] {
        let db = format!(
            "from sqlalchemy.ext.asyncio import AsyncSession\nfrom sqlalchemy.orm import Session\n{db}"
        );
        let files = [APP, ("app/db.py", db.as_str()), ("app/orders.py", user)];
        let expected = [
            ("db.session", expected),
            ("db.session.form", form),
            ("db.async", is_async),
        ];
        check(&files, &expected);
    }
}

/// An object may be made in a module that names no library.
#[test]
fn objects_made_elsewhere() {
    let db = "from sqlalchemy.orm import Session\nclass Database:\n    @property\n    def session(self) -> Session: ...\n";
    let files = [
        APP,
        ("app/db/database.py", db),
        (
            "app/db/__init__.py",
            "from app.db.database import Database\ndb = Database()\n",
        ),
        ("app/orders.py", "from app.db import db\n"),
    ];
    check(
        &files,
        &[
            ("db.session", "app.db:db.session"),
            ("db.session.form", "property"),
        ],
    );
}
