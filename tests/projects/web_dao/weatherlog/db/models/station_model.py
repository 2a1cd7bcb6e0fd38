"""Stations."""

from sqlalchemy.orm import Mapped, mapped_column
from sqlalchemy.sql.sqltypes import String

from weatherlog.db.base import Base


class StationModel(Base):
    """A place where readings are taken."""

    __tablename__ = "station_model"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    name: Mapped[str] = mapped_column(String(length=200))
