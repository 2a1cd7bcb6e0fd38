"""Tests of readings."""

from httpx import AsyncClient
import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from weatherlog.db.dao.station_dao import StationDAO


@pytest.mark.anyio
async def test_creation(client: AsyncClient, dbsession: AsyncSession) -> None:
    await StationDAO(dbsession).create_station_model(name="Pier")
    response = await client.put("/api/reading/", json={"station_id": 1, "degrees": 7.5})
    assert response.status_code == 200
    assert (await client.get("/api/reading/")).json()[0]["degrees"] == 7.5
