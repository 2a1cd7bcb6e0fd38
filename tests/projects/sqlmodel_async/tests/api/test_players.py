import pytest
from httpx import AsyncClient
from sqlmodel.ext.asyncio.session import AsyncSession

from app.models import Team


@pytest.mark.asyncio
async def test_create(async_client: AsyncClient, async_session: AsyncSession):
    team = Team(name="Reds", city="Ulm")
    async_session.add(team)
    await async_session.commit()
    response = await async_client.post("/api/v1/players", json={"name": "Ada", "team_id": team.id})
    assert response.status_code == 201


@pytest.mark.asyncio
async def test_create_without_team(async_client: AsyncClient):
    response = await async_client.post("/api/v1/players", json={"name": "Ada", "team_id": 3})
    assert response.status_code == 404
