from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from clinic.core.database import Base


class Pet(Base):
    __tablename__ = "pets"

    pet_id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(40))
    owner_id: Mapped[int] = mapped_column(ForeignKey("owners.owner_id"), index=True)
    species_code: Mapped[str | None] = mapped_column(ForeignKey("species.code"))
