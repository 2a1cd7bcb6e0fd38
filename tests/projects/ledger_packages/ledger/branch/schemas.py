from pydantic import BaseModel, ConfigDict, Field


class BranchCreate(BaseModel):
    town: str = Field(max_length=60)


class BranchRead(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    id: int
    town: str
