from collections.abc import Iterator
from typing import Annotated

from fastapi import Depends
from sqlalchemy import create_engine
from sqlalchemy.orm import DeclarativeBase, Session, sessionmaker

from garage.config import get_settings

engine = create_engine(get_settings().database_url)
make_session = sessionmaker(engine)


class Base(DeclarativeBase):
    pass


def get_db() -> Iterator[Session]:
    with make_session() as session:
        yield session


DbDep = Annotated[Session, Depends(get_db)]
