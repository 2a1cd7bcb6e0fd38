from fastapi.testclient import TestClient


def test_one_is_made(client: TestClient) -> None:
    made = client.post("/api/v1/branch", json={"town": "Ada"})
    assert made.status_code == 201
    assert made.json()["town"] == "Ada"
