from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.models.member import Member
from app.schemas.member import MemberCreate


def add_member(db: Session, member_in: MemberCreate) -> Member:
    member = Member(**member_in.model_dump())
    db.add(member)
    db.commit()
    db.refresh(member)
    return member


def list_members(db: Session, skip: int, limit: int) -> Sequence[Member]:
    return db.scalars(select(Member).order_by(Member.name).offset(skip).limit(limit)).all()
