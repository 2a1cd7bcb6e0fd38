"""Each request has its own session: `db.session`, which the middleware opens and closes."""

import os
from contextvars import ContextVar

from sqlalchemy import create_engine
from sqlalchemy.orm import DeclarativeBase, Session, sessionmaker
from starlette.types import ASGIApp, Receive, Scope, Send

engine = create_engine(
    os.environ.get("PINBOARD_DB", "sqlite:///pinboard.db"),
    connect_args={"check_same_thread": False},
)
sessions = sessionmaker(engine)
_current: ContextVar[Session | None] = ContextVar("_current", default=None)


class Base(DeclarativeBase):
    pass


class _Proxy(type):
    @property
    def session(cls) -> Session:
        current = _current.get()
        if current is None:
            raise RuntimeError("no session is open: is the middleware missing?")
        return current


class db(metaclass=_Proxy):  # noqa: N801
    def __init__(self) -> None:
        self._token = None

    def __enter__(self) -> type["db"]:
        self._token = _current.set(sessions())
        return type(self)

    def __exit__(self, *_: object) -> None:
        db.session.close()
        _current.reset(self._token)


class SessionMiddleware:
    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        with db():
            await self.app(scope, receive, send)
