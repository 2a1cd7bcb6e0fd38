from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from quarry.db import Base, intpk, str_60


class Pit(Base):
    __tablename__ = "pits"

    uid: Mapped[intpk]
    name: Mapped[str_60]


class Stone(Base):
    __tablename__ = "stones"

    uid: Mapped[intpk]
    kind: Mapped[str_60]
    grams: Mapped[int | None]
    pit_uid: Mapped[int] = mapped_column(ForeignKey("pits.uid"), index=True)


class Digger(Base):
    __tablename__ = "diggers"

    uid: Mapped[intpk]
    plate: Mapped[str_60] = mapped_column(unique=True)
    pit_id: Mapped[int] = mapped_column(ForeignKey("pits.uid"), index=True)
