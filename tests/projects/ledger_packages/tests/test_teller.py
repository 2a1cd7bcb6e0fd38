from fastapi.testclient import TestClient


def test_one_is_made(client: TestClient) -> None:
    made = client.post("/api/v1/teller", json={"name": "Ada"})
    assert made.status_code == 201
    assert made.json()["name"] == "Ada"
