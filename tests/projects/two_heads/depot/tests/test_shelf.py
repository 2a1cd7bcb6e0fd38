from fastapi.testclient import TestClient


def test_create_shelf(client: TestClient):
    response = client.post("/api/v1/shelves/", json={"code": "A1"})
    assert response.status_code == 201
    assert client.get(f"/api/v1/shelves/{response.json()['id']}").json()["code"] == "A1"
