from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from taskboard.database import Base


class Task(Base):
    __tablename__ = "task"

    id: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[str] = mapped_column(String(200))
    done: Mapped[bool] = mapped_column(default=False)
    board_id: Mapped[int] = mapped_column(ForeignKey("board.id"))
