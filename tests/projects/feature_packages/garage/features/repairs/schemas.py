from pydantic import BaseModel, ConfigDict


class RepairCreate(BaseModel):
    car_id: int
    what: str


class RepairRead(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    id: int
    car_id: int
    what: str
