from fastapi import APIRouter, Depends, HTTPException
from pydantic import BaseModel
from sqlalchemy.orm import Session

from quarry.db import get_db
from quarry.models import Stone

router = APIRouter(prefix="/stones", tags=["stones"])


class StoneIn(BaseModel):
    kind: str
    grams: int | None = None
    pit_uid: int


class StoneOut(StoneIn):
    uid: int


@router.post("", response_model=StoneOut, status_code=201)
def break_stone(data: StoneIn, db: Session = Depends(get_db)) -> Stone:
    stone = Stone(**data.model_dump())
    db.add(stone)
    db.commit()
    return stone


@router.get("/{uid}", response_model=StoneOut)
def read_stone(uid: int, db: Session = Depends(get_db)) -> Stone:
    stone = db.get(Stone, uid)
    if stone is None:
        raise HTTPException(status_code=404, detail="There is no such stone")
    return stone
