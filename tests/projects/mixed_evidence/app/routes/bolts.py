from fastapi import APIRouter, Depends
from sqlalchemy.orm import Session

from app.db import get_session
from app.models import Bolt

router = APIRouter()


@router.get("/{bolt_id}")
def read_bolt(bolt_id: int, session: Session = Depends(get_session)):
    return session.get(Bolt, bolt_id)
