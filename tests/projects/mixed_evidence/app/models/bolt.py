from sqlalchemy.orm import Mapped, mapped_column

from .base import Base


class Bolt(Base):
    __tablename__ = "bolts"

    id: Mapped[int] = mapped_column(primary_key=True)
    size: Mapped[int]
