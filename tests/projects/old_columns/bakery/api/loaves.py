from typing import List

from fastapi import APIRouter, Depends
from sqlalchemy.orm import Session

from bakery.database import get_db
from bakery.schemas.loaf import LoafCreate, LoafResponse
from bakery.services.loaf import LoafService

router = APIRouter(prefix="/loaves", tags=["loaves"])


@router.get("/", response_model=List[LoafResponse])
def read_loaves(db: Session = Depends(get_db)):
    return LoafService(db).all()


@router.post("/", response_model=LoafResponse, status_code=201)
def create_loaf(new: LoafCreate, db: Session = Depends(get_db)):
    return LoafService(db).create(new)
