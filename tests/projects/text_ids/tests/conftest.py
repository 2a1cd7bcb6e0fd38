from collections.abc import Iterator

import pytest
from fastapi.testclient import TestClient
from sqlalchemy.orm import Session

from courier.core.database import Base, engine, get_session
from courier.main import app


@pytest.fixture
def session() -> Iterator[Session]:
    with engine.connect() as connection, connection.begin() as outer:
        connection.exec_driver_sql("CREATE SCHEMA trial")
        connection.exec_driver_sql("SET LOCAL search_path TO trial")
        Base.metadata.create_all(connection, checkfirst=False)
        mode = "create_savepoint"
        with Session(
            connection, join_transaction_mode=mode, expire_on_commit=False
        ) as session:
            yield session
        outer.rollback()


@pytest.fixture
def client(session: Session) -> Iterator[TestClient]:
    app.dependency_overrides[get_session] = lambda: session
    with TestClient(app) as client:
        yield client
    app.dependency_overrides.clear()
