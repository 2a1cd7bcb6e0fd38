from collections.abc import Iterator

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from ledger.branch.models import Branch
from ledger.database import engine, get_session
from ledger.server import app


@pytest.fixture(scope="session")
def testing() -> Iterator[Engine]:
    translated = engine.execution_options(schema_translate_map={"books": "testing"})
    with translated.begin() as connection:
        connection.exec_driver_sql("DROP SCHEMA IF EXISTS testing CASCADE")
        connection.exec_driver_sql("CREATE SCHEMA testing")
        Branch.metadata.create_all(connection)
    yield translated
    with engine.begin() as connection:
        connection.exec_driver_sql("DROP SCHEMA testing CASCADE")


@pytest.fixture
def session(testing: Engine) -> Iterator[Session]:
    with testing.connect() as connection, connection.begin() as outer:
        with Session(connection, join_transaction_mode="create_savepoint") as session:
            yield session
        outer.rollback()


@pytest.fixture
def client(session: Session) -> Iterator[TestClient]:
    app.dependency_overrides[get_session] = lambda: session
    yield TestClient(app)
    app.dependency_overrides.clear()
