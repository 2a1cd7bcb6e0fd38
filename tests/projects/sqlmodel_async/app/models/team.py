from sqlmodel import Field, SQLModel


class TeamBase(SQLModel):
    name: str = Field(index=True, max_length=60)
    city: str


class Team(TeamBase, table=True):
    __tablename__ = "teams"

    id: int | None = Field(default=None, primary_key=True)


class TeamCreate(TeamBase):
    pass


class TeamRead(TeamBase):
    id: int
