from fastapi import APIRouter, HTTPException

from garage.db import DbDep
from garage.features.repairs.models import Repair
from garage.features.repairs.schemas import RepairRead

router = APIRouter()


@router.get("/{repair_id}", response_model=RepairRead)
def read(db: DbDep, repair_id: int) -> Repair:
    repair = db.get(Repair, repair_id)
    if repair is None:
        raise HTTPException(status_code=404, detail="Repair not found")
    return repair
