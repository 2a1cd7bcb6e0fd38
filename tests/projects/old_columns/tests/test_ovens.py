from uuid import uuid4


def test_an_oven_is_kept(client):
    name = f"Oven {uuid4()}"
    made = client.post("/api/ovens/", json={"name": name}).json()
    changed = client.patch(f"/api/ovens/{made['id']}", json={"heat": 220})
    assert changed.json() == {**made, "heat": 220}
    loaf = {"label": "Rye", "oven_id": made["id"]}
    assert client.post("/api/loaves/", json=loaf).status_code == 201


def test_no_oven(client):
    assert client.get(f"/api/ovens/{uuid4()}").status_code == 404
