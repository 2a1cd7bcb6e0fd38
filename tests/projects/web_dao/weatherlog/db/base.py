"""What all models inherit."""

from sqlalchemy.orm import DeclarativeBase

from weatherlog.db.meta import meta


class Base(DeclarativeBase):
    """Base for all models."""

    metadata = meta
