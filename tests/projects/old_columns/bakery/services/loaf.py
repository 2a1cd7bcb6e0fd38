from typing import List

from sqlalchemy.orm import Session

from bakery.models.loaf import Loaf
from bakery.schemas.loaf import LoafCreate


class LoafService:
    def __init__(self, session: Session) -> None:
        self.session = session

    def all(self) -> List[Loaf]:
        return self.session.query(Loaf).order_by(Loaf.label).all()

    def create(self, new: LoafCreate) -> Loaf:
        loaf = Loaf(**new.dict())
        self.session.add(loaf)
        self.session.commit()
        return loaf
