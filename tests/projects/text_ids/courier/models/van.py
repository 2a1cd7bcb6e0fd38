from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from courier.core.database import Base
from courier.core.ids import LENGTH, new_id


class Van(Base):
    __tablename__ = "vans"

    id: Mapped[str] = mapped_column(String(LENGTH), primary_key=True, default=new_id)
    plate: Mapped[str] = mapped_column(String(12), unique=True)
