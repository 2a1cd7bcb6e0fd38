from sqlalchemy import Column, ForeignKey, Integer, String

from depot.core.db import Base


class Item(Base):
    __tablename__ = "item"

    id = Column(Integer, primary_key=True)
    name = Column(String(80), nullable=False)
    shelf_id = Column(Integer, ForeignKey("shelf.id"), nullable=False, index=True)
