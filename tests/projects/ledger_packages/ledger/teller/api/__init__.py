from fastapi import APIRouter

from ledger.teller.api.v1.teller import teller_router as teller_v1_router

router = APIRouter()
router.include_router(teller_v1_router, prefix="/api/v1/teller", tags=["Teller"])
