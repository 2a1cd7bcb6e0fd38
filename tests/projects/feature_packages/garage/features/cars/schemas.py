from pydantic import BaseModel, ConfigDict


class CarCreate(BaseModel):
    plate: str


class CarRead(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    id: int
    plate: str
