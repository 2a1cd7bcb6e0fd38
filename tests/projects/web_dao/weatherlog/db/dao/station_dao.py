"""Access to stations."""

from fastapi import Depends
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from weatherlog.db.dependencies import get_db_session
from weatherlog.db.models.station_model import StationModel


class StationDAO:
    """Access to the table of stations."""

    def __init__(self, session: AsyncSession = Depends(get_db_session)) -> None:
        self.session = session

    async def create_station_model(self, name: str) -> None:
        """Add one."""
        self.session.add(StationModel(name=name))

    async def get_all_stations(self, limit: int, offset: int) -> list[StationModel]:
        """Get some."""
        query = select(StationModel).limit(limit).offset(offset)
        return list((await self.session.scalars(query)).all())
