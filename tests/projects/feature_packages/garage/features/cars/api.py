from fastapi import APIRouter

from garage.features.cars.routes import park, read

router = APIRouter(prefix="/cars", tags=["cars"])
router.include_router(park.router)
router.include_router(read.router)
