from fastapi.testclient import TestClient


def test_members_are_listed(client: TestClient) -> None:
    made = client.post("/api/members", json={"name": "Ada"})
    assert made.status_code == 201
    assert client.get("/api/members").json() == [made.json()]
