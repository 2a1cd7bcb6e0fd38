from fastapi import APIRouter

from garage.db import DbDep
from garage.features.repairs.models import Repair
from garage.features.repairs.schemas import RepairCreate, RepairRead

router = APIRouter()


@router.post("/", response_model=RepairRead, status_code=201)
def begin(db: DbDep, new: RepairCreate) -> Repair:
    repair = Repair(**new.model_dump())
    db.add(repair)
    db.commit()
    db.refresh(repair)
    return repair
