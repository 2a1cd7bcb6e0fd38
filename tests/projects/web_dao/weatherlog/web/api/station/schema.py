"""What callers send and get of stations."""

from pydantic import BaseModel, ConfigDict


class StationModelDTO(BaseModel):
    """One station."""

    id: int
    name: str

    model_config = ConfigDict(from_attributes=True)


class StationModelInputDTO(BaseModel):
    """A new station."""

    name: str
