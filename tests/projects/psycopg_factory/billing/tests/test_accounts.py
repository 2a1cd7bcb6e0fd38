from fastapi.testclient import TestClient


def test_add_and_get(web: TestClient) -> None:
    added = web.post("/accounts", json={"name": "Acme", "tags": ["a", "b"]})
    assert added.status_code == 201
    assert web.get(f"/accounts/{added.json()['id']}").json()["tags"] == ["a", "b"]


def test_get_unknown(web: TestClient) -> None:
    assert web.get("/accounts/99").status_code == 404
