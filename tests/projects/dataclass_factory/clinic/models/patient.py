from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from clinic.database import Model, Numbered, Stamped


class Patient(Numbered, Stamped, Model):
    full_name: Mapped[str] = mapped_column(String(120))
    phone: Mapped[str | None] = mapped_column(String(30), default=None)
