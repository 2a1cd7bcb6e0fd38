from fastapi import APIRouter, Depends
from pydantic import BaseModel
from sqlalchemy.orm import Session

from quarry.db import get_db
from quarry.models import Pit

router = APIRouter(prefix="/pits", tags=["pits"])


class PitIn(BaseModel):
    name: str


class PitOut(PitIn):
    uid: int


@router.post("", response_model=PitOut, status_code=201)
def open_pit(data: PitIn, db: Session = Depends(get_db)) -> Pit:
    pit = Pit(name=data.name)
    db.add(pit)
    db.commit()
    return pit
