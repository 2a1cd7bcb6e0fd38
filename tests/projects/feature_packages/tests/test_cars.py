from fastapi.testclient import TestClient


def test_park(client: TestClient) -> None:
    response = client.post("/api/cars/", json={"plate": "HH-AB 1"})
    assert response.status_code == 201


def test_unknown_car(mechanic_client: TestClient) -> None:
    assert mechanic_client.get("/api/cars/7").status_code == 404
