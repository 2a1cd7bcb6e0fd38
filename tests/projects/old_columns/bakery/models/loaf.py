from uuid import uuid4

from sqlalchemy import Column, ForeignKey, String
from sqlalchemy.dialects.postgresql import UUID

from bakery.database import Base


class Loaf(Base):
    __tablename__ = "loaves"

    id = Column(UUID(as_uuid=True), primary_key=True, default=uuid4)
    label = Column(String(80), nullable=False)
    oven_id = Column(UUID(as_uuid=True), ForeignKey("ovens.id"), nullable=False)
