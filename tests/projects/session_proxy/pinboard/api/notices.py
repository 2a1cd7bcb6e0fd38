from fastapi import APIRouter
from sqlalchemy import select

from pinboard.db import db
from pinboard.models import Notice
from pinboard.schemas.notice import NoticeCreate, NoticeRead

router = APIRouter()


@router.post("", response_model=NoticeRead, status_code=201)
def create_notice(new: NoticeCreate) -> Notice:
    notice = Notice(**new.model_dump())
    db.session.add(notice)
    db.session.commit()
    return notice


@router.get("", response_model=list[NoticeRead])
def list_notices() -> list[Notice]:
    return list(db.session.scalars(select(Notice)))
