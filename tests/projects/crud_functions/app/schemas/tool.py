from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field


class ToolCreate(BaseModel):
    label: str = Field(max_length=80)
    weight: int = Field(ge=0)


class ToolUpdate(BaseModel):
    label: str | None = Field(default=None, max_length=80)
    weight: int | None = Field(default=None, ge=0)


class ToolOut(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    id: UUID
    label: str
    weight: int
