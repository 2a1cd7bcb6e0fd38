from fastapi.testclient import TestClient


def test_a_tool_is_kept(client: TestClient) -> None:
    made = client.post("/api/tools", json={"label": "Saw", "weight": 2}).json()
    changed = client.patch(f"/api/tools/{made['id']}", json={"weight": 3})
    assert changed.json() == {**made, "weight": 3}
    assert client.delete(f"/api/tools/{made['id']}").status_code == 204
    assert client.get(f"/api/tools/{made['id']}").status_code == 404
