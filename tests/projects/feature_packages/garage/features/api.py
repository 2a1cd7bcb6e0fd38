from fastapi import APIRouter

from garage.features.cars.api import router as cars_router
from garage.features.repairs.api import router as repairs_router

router = APIRouter(prefix="/api")
router.include_router(cars_router)
router.include_router(repairs_router)
