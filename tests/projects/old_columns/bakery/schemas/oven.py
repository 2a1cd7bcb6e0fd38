from typing import Optional
from uuid import UUID

from pydantic import BaseModel, Field


class OvenCreate(BaseModel):
    name: str = Field(..., max_length=80)
    heat: Optional[int] = None


class OvenUpdate(BaseModel):
    name: Optional[str] = Field(None, max_length=80)
    heat: Optional[int] = None


class OvenResponse(BaseModel):
    id: UUID
    name: str
    heat: Optional[int]

    class Config:
        orm_mode = True
