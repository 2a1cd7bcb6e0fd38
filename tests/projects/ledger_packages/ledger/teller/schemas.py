from pydantic import BaseModel, ConfigDict, Field


class TellerCreate(BaseModel):
    name: str = Field(max_length=60)


class TellerRead(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    id: int
    name: str
