from collections.abc import Sequence

from fastapi import APIRouter, Depends
from sqlalchemy.orm import Session

from app.crud import member as member_crud
from app.database import get_db
from app.models import Member
from app.schemas.member import MemberCreate, MemberOut

router = APIRouter(prefix="/members", tags=["members"])


@router.post("", response_model=MemberOut, status_code=201)
def add(new: MemberCreate, db: Session = Depends(get_db)) -> Member:
    return member_crud.add_member(db, new)


@router.get("", response_model=list[MemberOut])
def read_all(skip: int = 0, limit: int = 50, db: Session = Depends(get_db)) -> Sequence[Member]:
    return member_crud.list_members(db, skip, limit)
