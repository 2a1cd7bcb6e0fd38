from uuid import UUID

from pydantic import BaseModel, Field


class LoafCreate(BaseModel):
    label: str = Field(..., max_length=80)
    oven_id: UUID


class LoafResponse(BaseModel):
    id: UUID
    label: str
    oven_id: UUID

    class Config:
        orm_mode = True
