from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from courier.core.database import Base
from courier.core.ids import LENGTH, new_id


class Parcel(Base):
    __tablename__ = "parcels"

    id: Mapped[str] = mapped_column(String(LENGTH), primary_key=True, default=new_id)
    label: Mapped[str] = mapped_column(String(80))
    grams: Mapped[int | None]
    depot_id: Mapped[str] = mapped_column(ForeignKey("depots.id"), index=True)
