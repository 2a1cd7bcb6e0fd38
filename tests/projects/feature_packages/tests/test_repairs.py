from fastapi.testclient import TestClient


def test_unknown_repair(mechanic_client: TestClient) -> None:
    assert mechanic_client.get("/api/repairs/7").status_code == 404


def test_begin_needs_a_car(mechanic_client: TestClient) -> None:
    assert mechanic_client.post("/api/repairs/", json={}).status_code == 422
