def test_create_and_get(api):
    created = api.post("/board", json={"name": "Home"})
    assert created.status_code == 201
    assert api.get(f"/board/{created.json()['id']}").json()["name"] == "Home"


def test_get_missing(api):
    assert api.get("/board/99").status_code == 404
