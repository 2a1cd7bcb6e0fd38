from app import models


def test_create_and_read(test_client):
    created = test_client.post("/notebooks/", json={"title": "Travel"})
    assert created.status_code == 201
    assert test_client.get(f"/notebooks/{created.json()['id']}").json() == created.json()


def test_title_is_taken(test_client, test_db):
    test_db.add(models.Notebook(title="Travel"))
    test_db.commit()
    assert test_client.post("/notebooks/", json={"title": "Travel"}).status_code == 400
