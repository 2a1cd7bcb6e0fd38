from uuid import uuid4

from httpx import AsyncClient
from sqlalchemy.ext.asyncio import AsyncSession

from app.models import Author


async def test_create(client: AsyncClient, db_session: AsyncSession) -> None:
    author = Author(name="Lem")
    db_session.add(author)
    await db_session.commit()
    data = {"title": "Solaris", "author_id": str(author.id)}
    response = await client.post("/books", json=data)
    assert response.status_code == 201
    assert response.json()["title"] == "Solaris"


async def test_unknown_author(client: AsyncClient) -> None:
    data = {"title": "Solaris", "author_id": str(uuid4())}
    response = await client.post("/books", json=data)
    assert response.status_code == 404
