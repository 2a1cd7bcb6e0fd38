import uuid

from sqlalchemy.orm import Mapped, mapped_column

from .base import Base


class Tool(Base):
    __tablename__ = "tool"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=uuid.uuid4)
    name: Mapped[str]
