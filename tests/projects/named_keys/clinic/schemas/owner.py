from pydantic import BaseModel, ConfigDict, Field


class OwnerCreate(BaseModel):
    name: str = Field(min_length=1, max_length=60)


class OwnerRead(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    owner_id: int
    name: str
