from uuid import uuid4

from sqlalchemy import Column, Integer, String
from sqlalchemy.dialects.postgresql import UUID

from bakery.database import Base


class Oven(Base):
    __tablename__ = "ovens"

    id = Column(UUID(as_uuid=True), primary_key=True, default=uuid4)
    name = Column(String(80), nullable=False, unique=True)
    heat = Column(Integer, nullable=True)
