from pydantic import BaseModel, ConfigDict, Field


class ShelfCreate(BaseModel):
    code: str = Field(max_length=12)


class ShelfResponse(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    id: int
    code: str
