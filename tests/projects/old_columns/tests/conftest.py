import pytest
from fastapi.testclient import TestClient

from bakery.database import Base, SessionLocal, engine
from bakery.main import app


@pytest.fixture
def db():
    Base.metadata.create_all(bind=engine)
    session = SessionLocal()
    yield session
    session.close()


@pytest.fixture
def client(db):
    with TestClient(app) as client:
        yield client
