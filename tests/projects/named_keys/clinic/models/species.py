from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from clinic.core.database import Base


class Species(Base):
    __tablename__ = "species"

    code: Mapped[str] = mapped_column(String(8), primary_key=True)
    latin: Mapped[str] = mapped_column(String(80))
