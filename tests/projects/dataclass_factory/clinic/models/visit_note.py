from sqlalchemy import ForeignKey, Text
from sqlalchemy.orm import Mapped, mapped_column

from clinic.database import Model, Numbered, Stamped


class VisitNote(Numbered, Stamped, Model):
    patient_id: Mapped[int] = mapped_column(ForeignKey('patient.id'))
    text: Mapped[str] = mapped_column(Text)
