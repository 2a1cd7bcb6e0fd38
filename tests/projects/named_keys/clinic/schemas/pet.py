from pydantic import BaseModel, ConfigDict, Field


class PetCreate(BaseModel):
    name: str = Field(min_length=1, max_length=40)
    owner_id: int
    species_code: str | None = None


class PetRead(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    pet_id: int
    name: str
    owner_id: int
    species_code: str | None
