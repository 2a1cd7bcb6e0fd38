from fastapi import APIRouter, Depends, HTTPException
from sqlalchemy.orm import Session

from depot.core.db import db_session
from depot.models import Item, Shelf
from depot.schemas.item import ItemCreate, ItemResponse

item_router = APIRouter()


@item_router.post("/", response_model=ItemResponse, status_code=201)
def create_item(payload: ItemCreate, db: Session = Depends(db_session)) -> Item:
    if db.get(Shelf, payload.shelf_id) is None:
        raise HTTPException(status_code=404, detail="no such shelf")
    item = Item(**payload.model_dump())
    db.add(item)
    db.commit()
    db.refresh(item)
    return item


@item_router.get("/{item_id}", response_model=ItemResponse)
def read_item(item_id: int, db: Session = Depends(db_session)) -> Item:
    item = db.get(Item, item_id)
    if item is None:
        raise HTTPException(status_code=404, detail="no such item")
    return item
