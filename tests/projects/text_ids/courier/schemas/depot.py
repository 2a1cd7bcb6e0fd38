from pydantic import BaseModel, ConfigDict, Field


class DepotCreate(BaseModel):
    town: str = Field(min_length=1, max_length=60)


class DepotRead(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    id: str
    town: str
