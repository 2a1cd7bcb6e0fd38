from sqlalchemy import ForeignKey, Text
from sqlalchemy.orm import Mapped, mapped_column

from garage.db import Base


class Repair(Base):
    __tablename__ = "repairs"

    id: Mapped[int] = mapped_column(primary_key=True)
    car_id: Mapped[int] = mapped_column(ForeignKey("cars.id"))
    what: Mapped[str] = mapped_column(Text)
