"""What callers send and get of readings."""

from pydantic import BaseModel, ConfigDict


class ReadingModelDTO(BaseModel):
    """One reading."""

    id: int
    station_id: int
    degrees: float

    model_config = ConfigDict(from_attributes=True)


class ReadingModelInputDTO(BaseModel):
    """A new reading."""

    station_id: int
    degrees: float
