from sqlalchemy import Column, Integer, String

from depot.core.db import Base


class Shelf(Base):
    __tablename__ = "shelf"

    id = Column(Integer, primary_key=True)
    code = Column(String(12), nullable=False, unique=True)
