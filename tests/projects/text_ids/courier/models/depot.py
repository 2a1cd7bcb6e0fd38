from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from courier.core.database import Base
from courier.core.ids import LENGTH, new_id


class Depot(Base):
    __tablename__ = "depots"

    id: Mapped[str] = mapped_column(String(LENGTH), primary_key=True, default=new_id)
    town: Mapped[str] = mapped_column(String(60), unique=True)
