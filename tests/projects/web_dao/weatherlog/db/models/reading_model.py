"""Readings."""

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from weatherlog.db.base import Base


class ReadingModel(Base):
    """A value that was read at a station."""

    __tablename__ = "reading_model"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    station_id: Mapped[int] = mapped_column(ForeignKey("station_model.id"))
    degrees: Mapped[float] = mapped_column()
