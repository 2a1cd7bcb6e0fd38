"""Routes of readings."""

from fastapi import APIRouter
from fastapi.param_functions import Depends

from weatherlog.db.dao.reading_dao import ReadingDAO
from weatherlog.db.models.reading_model import ReadingModel
from weatherlog.web.api.reading.schema import ReadingModelDTO, ReadingModelInputDTO


router = APIRouter()


@router.get("/", response_model=list[ReadingModelDTO])
async def get_reading_models(
    limit: int = 10,
    offset: int = 0,
    reading_dao: ReadingDAO = Depends(),
) -> list[ReadingModel]:
    """Get some readings."""
    return await reading_dao.get_all_readings(limit=limit, offset=offset)


@router.put("/")
async def create_reading_model(
    new_reading_object: ReadingModelInputDTO,
    reading_dao: ReadingDAO = Depends(),
) -> None:
    """Add a reading."""
    await reading_dao.create_reading_model(**new_reading_object.model_dump())
