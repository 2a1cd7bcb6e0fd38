from collections.abc import Iterator

import pytest
from fastapi.testclient import TestClient
from sqlalchemy.orm import Session

from billing.app import create_app
from billing.database import engine, get_db
from billing.models import Account


@pytest.fixture(scope="session", autouse=True)
def tables() -> Iterator[None]:
    with engine.begin() as connection:
        connection.exec_driver_sql("DROP SCHEMA IF EXISTS testing CASCADE")
        connection.exec_driver_sql("CREATE SCHEMA testing")
        connection.exec_driver_sql("SET search_path TO testing")
        Account.metadata.create_all(connection, checkfirst=False)
    yield
    with engine.begin() as connection:
        connection.exec_driver_sql("DROP SCHEMA testing CASCADE")


@pytest.fixture
def dbsession() -> Iterator[Session]:
    with engine.connect() as connection, connection.begin() as outer:
        connection.exec_driver_sql("SET LOCAL search_path TO testing")
        mode = "create_savepoint"
        with Session(connection, join_transaction_mode=mode, expire_on_commit=False) as session:
            yield session
        outer.rollback()


@pytest.fixture
def web(dbsession: Session) -> Iterator[TestClient]:
    app = create_app()
    app.dependency_overrides[get_db] = lambda: dbsession
    with TestClient(app) as client:
        yield client
