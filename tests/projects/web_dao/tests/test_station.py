"""Tests of stations."""

from fastapi import FastAPI
from httpx import AsyncClient
import pytest
from sqlalchemy.ext.asyncio import AsyncSession
from starlette import status

from weatherlog.db.dao.station_dao import StationDAO


@pytest.mark.anyio
async def test_creation(
    fastapi_app: FastAPI, client: AsyncClient, dbsession: AsyncSession
) -> None:
    url = fastapi_app.url_path_for("create_station_model")
    response = await client.put(url, json={"name": "Pier"})
    assert response.status_code == status.HTTP_200_OK
    stations = await StationDAO(dbsession).get_all_stations(limit=10, offset=0)
    assert [station.name for station in stations] == ["Pier"]


@pytest.mark.anyio
async def test_getting(client: AsyncClient, dbsession: AsyncSession) -> None:
    await StationDAO(dbsession).create_station_model(name="Pier")
    response = await client.get("/api/station/")
    assert response.json() == [{"id": 1, "name": "Pier"}]
