from sqlalchemy import Column, ForeignKey, Integer, String
from sqlalchemy.orm import declarative_base

Base = declarative_base()


class Visitor(Base):
    __tablename__ = "kiosk_visitor"

    id = Column(Integer, primary_key=True)
    name = Column(String(80), nullable=False)


class Ticket(Base):
    __tablename__ = "kiosk_ticket"

    id = Column(Integer, primary_key=True)
    visitor_id = Column(ForeignKey("kiosk_visitor.id"), nullable=False)


class Gate(Base):
    __tablename__ = "kiosk_gate"

    id = Column(Integer, primary_key=True)
    label = Column(String(20))
