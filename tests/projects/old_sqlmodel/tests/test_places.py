from httpx import AsyncClient


async def test_a_place_is_kept(client: AsyncClient) -> None:
    made = (await client.post("/places", json={"name": "Moor"})).json()
    assert (await client.get("/places")).json() == [made]
    plant = {"name": "Sundew", "place_id": made["id"]}
    assert (await client.post("/plants", json=plant)).status_code == 201
    assert (await client.get("/places/99")).status_code == 404
