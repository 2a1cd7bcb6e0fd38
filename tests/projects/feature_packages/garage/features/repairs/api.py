from fastapi import APIRouter

from garage.features.repairs.routes import begin, read

router = APIRouter(prefix="/repairs", tags=["repairs"])
router.include_router(begin.router)
router.include_router(read.router)
