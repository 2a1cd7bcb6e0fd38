from sqlmodel import Field, SQLModel


class PlantBase(SQLModel):
    name: str = Field(max_length=80)
    place_id: int = Field(foreign_key="place.id")


class Plant(PlantBase, table=True):
    id: int | None = Field(default=None, primary_key=True)


class PlantCreate(PlantBase):
    pass


class PlantRead(PlantBase):
    id: int
