"""All routes."""

from fastapi.routing import APIRouter

from weatherlog.web.api import monitoring, reading, station


api_router = APIRouter()
api_router.include_router(monitoring.router)
api_router.include_router(station.router, prefix="/station", tags=["station"])
api_router.include_router(reading.router, prefix="/reading", tags=["reading"])
