from httpx2 import AsyncClient


async def test_nothing_is_there(api: AsyncClient) -> None:
    response = await api.get("/api/v1/parcels")

    assert response.json() == []
