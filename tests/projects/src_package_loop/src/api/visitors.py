from fastapi import APIRouter, Depends
from sqlalchemy.orm import Session

from src.db import get_db
from src.models import Visitor

router = APIRouter(prefix="/visitors", tags=["visitors"])


@router.get("/{visitor_id}")
def read_visitor(visitor_id: int, db: Session = Depends(get_db)):
    return db.get(Visitor, visitor_id)
