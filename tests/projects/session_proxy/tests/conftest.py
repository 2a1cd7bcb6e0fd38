from collections.abc import Iterator

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import StaticPool, create_engine
from sqlalchemy.orm import Session

from pinboard.db import Base, db, sessions
from pinboard.main import app


@pytest.fixture(autouse=True)
def tables() -> None:
    engine = create_engine(
        "sqlite://", connect_args={"check_same_thread": False}, poolclass=StaticPool
    )
    Base.metadata.create_all(engine)
    sessions.configure(bind=engine)


@pytest.fixture
def session() -> Iterator[Session]:
    with db() as opened:
        yield opened.session


@pytest.fixture
def client() -> TestClient:
    return TestClient(app)
