from sqlalchemy import Boolean, Column, ForeignKey, Integer, Numeric, String, Text

from depot.core.db import Base


class Supplier(Base):
    __tablename__ = "supplier"

    id = Column(Integer, primary_key=True)
    name = Column(String(80), nullable=False, unique=True)
    rating = Column(Numeric(3, 1))
    is_active = Column(Boolean, nullable=False, default=True)
    note = Column(Text)
    shelf_id = Column(Integer, ForeignKey("shelf.id", ondelete="SET NULL"))
