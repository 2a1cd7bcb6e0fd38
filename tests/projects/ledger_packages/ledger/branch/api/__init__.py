from fastapi import APIRouter

from ledger.branch.api.v1.branch import branch_router as branch_v1_router

router = APIRouter()
router.include_router(branch_v1_router, prefix="/api/v1/branch", tags=["Branch"])
