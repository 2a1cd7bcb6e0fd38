from fastapi import APIRouter, Depends, HTTPException
from sqlalchemy.orm import Session

from depot.core.db import db_session
from depot.models import Shelf
from depot.schemas.shelf import ShelfCreate, ShelfResponse

shelf_router = APIRouter()


@shelf_router.post("/", response_model=ShelfResponse, status_code=201)
def create_shelf(payload: ShelfCreate, db: Session = Depends(db_session)) -> Shelf:
    shelf = Shelf(**payload.model_dump())
    db.add(shelf)
    db.commit()
    db.refresh(shelf)
    return shelf


@shelf_router.get("/{shelf_id}", response_model=ShelfResponse)
def read_shelf(shelf_id: int, db: Session = Depends(db_session)) -> Shelf:
    shelf = db.get(Shelf, shelf_id)
    if shelf is None:
        raise HTTPException(status_code=404, detail="no such shelf")
    return shelf
