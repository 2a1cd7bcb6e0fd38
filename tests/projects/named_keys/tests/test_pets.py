from fastapi.testclient import TestClient


def owner(client: TestClient) -> int:
    response = client.post("/owners", json={"name": "Mira"})
    assert response.status_code == 201
    return response.json()["owner_id"]


def test_a_pet_comes_and_goes(client: TestClient) -> None:
    sent = {"name": "Rex", "owner_id": owner(client)}
    pet = client.post("/pets", json=sent).json()
    address = f"/pets/{pet['pet_id']}"
    assert client.get(address).json() == pet
    assert client.delete(address).status_code == 204
    assert client.get(address).status_code == 404
