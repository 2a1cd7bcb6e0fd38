from fastapi.testclient import TestClient


def depot(client: TestClient) -> str:
    response = client.post("/depots", json={"town": "Linz"})
    assert response.status_code == 201
    return response.json()["id"]


def test_a_parcel_comes_and_goes(client: TestClient) -> None:
    sent = {"label": "fragile", "depot_id": depot(client)}
    parcel = client.post("/parcels", json=sent).json()
    address = f"/parcels/{parcel['id']}"
    assert len(parcel["id"]) == 26
    assert client.get(address).json() == parcel
    assert client.delete(address).status_code == 204
    assert client.get(address).status_code == 404
