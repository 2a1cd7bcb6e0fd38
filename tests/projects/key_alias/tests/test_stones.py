def test_a_stone_comes_from_a_pit(client):
    pit = client.post("/pits", json={"name": "North"}).json()
    sent = {"kind": "slate", "grams": 900, "pit_uid": pit["uid"]}
    stone = client.post("/stones", json=sent).json()
    assert client.get(f"/stones/{stone['uid']}").json() == stone
    assert client.get("/stones/9").status_code == 404
