import pytest
from httpx import AsyncClient


@pytest.mark.asyncio
async def test_create_and_get(async_client: AsyncClient):
    created = await async_client.post("/api/v1/teams", json={"name": "Reds", "city": "Ulm"})
    assert created.status_code == 201
    found = await async_client.get(f"/api/v1/teams/{created.json()['id']}")
    assert found.json() == created.json()
