from pydantic import BaseModel, ConfigDict, Field


class ParcelCreate(BaseModel):
    label: str = Field(min_length=1, max_length=80)
    grams: int | None = None
    depot_id: str


class ParcelRead(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    id: str
    label: str
    grams: int | None
    depot_id: str
