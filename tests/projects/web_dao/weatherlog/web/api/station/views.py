"""Routes of stations."""

from fastapi import APIRouter
from fastapi.param_functions import Depends

from weatherlog.db.dao.station_dao import StationDAO
from weatherlog.db.models.station_model import StationModel
from weatherlog.web.api.station.schema import StationModelDTO, StationModelInputDTO


router = APIRouter()


@router.get("/", response_model=list[StationModelDTO])
async def get_station_models(
    limit: int = 10,
    offset: int = 0,
    station_dao: StationDAO = Depends(),
) -> list[StationModel]:
    """Get some stations."""
    return await station_dao.get_all_stations(limit=limit, offset=offset)


@router.put("/")
async def create_station_model(
    new_station_object: StationModelInputDTO,
    station_dao: StationDAO = Depends(),
) -> None:
    """Add a station."""
    await station_dao.create_station_model(name=new_station_object.name)
