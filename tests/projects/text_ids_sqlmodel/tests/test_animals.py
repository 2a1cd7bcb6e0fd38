def test_an_animal_has_a_keeper(client):
    keeper = client.post("/keepers/", json={"name": "Ida"}).json()
    sent = {"name": "Rex", "keeper_id": keeper["id"]}
    animal = client.post("/animals/", json=sent).json()
    assert client.get(f"/animals/{animal['id']}").json() == animal
    assert client.get("/animals/nobody").status_code == 404
