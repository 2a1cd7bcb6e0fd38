from fastapi.testclient import TestClient

from src.main import app

client = TestClient(app)


def test_missing_ticket():
    assert client.get("/v2/tickets/1").status_code == 200
