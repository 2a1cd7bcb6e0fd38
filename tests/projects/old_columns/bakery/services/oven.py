from typing import List, Optional
from uuid import UUID

from sqlalchemy.orm import Session

from bakery.models.oven import Oven
from bakery.schemas.oven import OvenCreate, OvenUpdate


class OvenService:
    def __init__(self, session: Session) -> None:
        self.session = session

    def get(self, oven_id: UUID) -> Optional[Oven]:
        return self.session.query(Oven).filter(Oven.id == oven_id).first()

    def all(self) -> List[Oven]:
        return self.session.query(Oven).order_by(Oven.name).all()

    def create(self, new: OvenCreate) -> Oven:
        oven = Oven(**new.dict())
        self.session.add(oven)
        self.session.commit()
        return oven

    def update(self, oven: Oven, changes: OvenUpdate) -> Oven:
        for name, value in changes.dict(exclude_unset=True).items():
            setattr(oven, name, value)
        self.session.commit()
        return oven
