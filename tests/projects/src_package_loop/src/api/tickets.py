from fastapi import APIRouter, Depends
from sqlalchemy.orm import Session

from src.db import get_db
from src.models import Ticket

router = APIRouter(prefix="/tickets", tags=["tickets"])


@router.get("/{ticket_id}")
def read_ticket(ticket_id: int, db: Session = Depends(get_db)):
    return db.get(Ticket, ticket_id)
