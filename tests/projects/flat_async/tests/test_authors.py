from uuid import uuid4

from httpx import AsyncClient


async def test_create_and_read(client: AsyncClient) -> None:
    created = await client.post("/authors", json={"name": "Le Guin"})
    assert created.status_code == 201
    read = await client.get(f"/authors/{created.json()['id']}")
    assert read.json() == created.json()


async def test_unknown(client: AsyncClient) -> None:
    response = await client.get(f"/authors/{uuid4()}")
    assert response.status_code == 404
