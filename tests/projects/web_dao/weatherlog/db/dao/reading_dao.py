"""Access to readings."""

from fastapi import Depends
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from weatherlog.db.dependencies import get_db_session
from weatherlog.db.models.reading_model import ReadingModel


class ReadingDAO:
    """Access to the table of readings."""

    def __init__(self, session: AsyncSession = Depends(get_db_session)) -> None:
        self.session = session

    async def create_reading_model(self, station_id: int, degrees: float) -> None:
        """Add one."""
        self.session.add(ReadingModel(station_id=station_id, degrees=degrees))

    async def get_all_readings(self, limit: int, offset: int) -> list[ReadingModel]:
        """Get some."""
        query = select(ReadingModel).limit(limit).offset(offset)
        return list((await self.session.scalars(query)).all())
