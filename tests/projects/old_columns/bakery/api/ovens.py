from typing import List
from uuid import UUID

from fastapi import APIRouter, Depends, HTTPException
from sqlalchemy.orm import Session

from bakery.database import get_db
from bakery.schemas.oven import OvenCreate, OvenResponse, OvenUpdate
from bakery.services.oven import OvenService

router = APIRouter(prefix="/ovens", tags=["ovens"])


@router.get("/", response_model=List[OvenResponse])
def read_ovens(db: Session = Depends(get_db)):
    return OvenService(db).all()


@router.post("/", response_model=OvenResponse, status_code=201)
def create_oven(new: OvenCreate, db: Session = Depends(get_db)):
    return OvenService(db).create(new)


@router.get("/{oven_id}", response_model=OvenResponse)
def read_oven(oven_id: UUID, db: Session = Depends(get_db)):
    oven = OvenService(db).get(oven_id)
    if oven is None:
        raise HTTPException(status_code=404, detail="Oven not found")
    return oven


@router.patch("/{oven_id}", response_model=OvenResponse)
def update_oven(oven_id: UUID, changes: OvenUpdate, db: Session = Depends(get_db)):
    oven = OvenService(db).get(oven_id)
    if oven is None:
        raise HTTPException(status_code=404, detail="Oven not found")
    return OvenService(db).update(oven, changes)
