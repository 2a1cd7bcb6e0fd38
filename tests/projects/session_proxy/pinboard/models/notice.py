from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from pinboard.db import Base


class Notice(Base):
    __tablename__ = "notices"

    id: Mapped[int] = mapped_column(primary_key=True)
    text: Mapped[str] = mapped_column(String(200))
    wall_id: Mapped[int] = mapped_column(ForeignKey("walls.id"))
