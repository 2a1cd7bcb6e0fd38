from fastapi import APIRouter

from pinboard.api import notices, walls

router = APIRouter()
router.include_router(notices.router, prefix="/notices", tags=["notices"])
router.include_router(walls.router, prefix="/walls", tags=["walls"])
