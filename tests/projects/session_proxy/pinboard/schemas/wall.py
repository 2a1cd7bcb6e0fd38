from pydantic import BaseModel, ConfigDict, Field


class WallCreate(BaseModel):
    place: str = Field(max_length=60)


class WallRead(WallCreate):
    model_config = ConfigDict(from_attributes=True)

    id: int
