from fastapi.testclient import TestClient


def test_create_and_get(client: TestClient) -> None:
    made = client.post("/walls", json={"place": "Hall"})
    assert made.status_code == 201
    assert client.get(f"/walls/{made.json()['id']}").json()["place"] == "Hall"


def test_get_missing(client: TestClient) -> None:
    assert client.get("/walls/99").status_code == 404
