from sqlmodel import Field, SQLModel


class PlaceBase(SQLModel):
    name: str = Field(max_length=80, index=True)


class Place(PlaceBase, table=True):
    id: int | None = Field(default=None, primary_key=True)


class PlaceCreate(PlaceBase):
    pass


class PlaceRead(PlaceBase):
    id: int
