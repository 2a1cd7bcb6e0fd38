from typing import Annotated

from fastapi import APIRouter, Depends
from sqlalchemy.orm import Session

from ledger.database import get_session
from ledger.teller.models import Teller
from ledger.teller.schemas import TellerCreate, TellerRead

teller_router = APIRouter()


@teller_router.post("", response_model=TellerRead, status_code=201)
def add_teller(new: TellerCreate, session: Annotated[Session, Depends(get_session)]) -> Teller:
    teller = Teller(**new.model_dump())
    session.add(teller)
    session.commit()
    return teller
