import os
from collections.abc import Iterator
from typing import Annotated

from sqlalchemy import String, create_engine
from sqlalchemy.orm import DeclarativeBase, Session, mapped_column, sessionmaker

URL = os.getenv("QUARRY_DATABASE", "sqlite:///quarry.db")

engine = create_engine(URL)
make_session = sessionmaker(engine, expire_on_commit=False)

intpk = Annotated[int, mapped_column(primary_key=True, index=True)]
str_60 = Annotated[str, mapped_column(String(60))]


class Base(DeclarativeBase):
    pass


def get_db() -> Iterator[Session]:
    with make_session() as session:
        yield session
