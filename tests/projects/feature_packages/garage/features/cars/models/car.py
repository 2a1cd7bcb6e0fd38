from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from garage.db import Base


class Car(Base):
    __tablename__ = "cars"

    id: Mapped[int] = mapped_column(primary_key=True)
    plate: Mapped[str] = mapped_column(String(12), unique=True)
