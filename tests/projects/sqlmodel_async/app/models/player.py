from datetime import date

from sqlmodel import Field, SQLModel


class PlayerBase(SQLModel):
    name: str
    born: date | None = None
    team_id: int = Field(foreign_key="teams.id")


class Player(PlayerBase, table=True):
    __tablename__ = "players"

    id: int | None = Field(default=None, primary_key=True)


class PlayerCreate(PlayerBase):
    pass


class PlayerRead(PlayerBase):
    id: int
