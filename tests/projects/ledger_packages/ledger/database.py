import os
from collections.abc import Iterator

from sqlalchemy import MetaData, create_engine
from sqlalchemy.orm import DeclarativeBase, Session, sessionmaker

engine = create_engine(
    os.environ.get("LEDGER_DATABASE_URL", "postgresql+psycopg://localhost/ledger")
)
make_session = sessionmaker(engine)


CONVENTION = {
    "ix": "%(table_name)s_%(column_0_name)s_idx",
    "uq": "%(table_name)s_%(column_0_name)s_once",
    "fk": "%(table_name)s_%(column_0_name)s_of_%(referred_table_name)s",
    "pk": "%(table_name)s_pk",
}


class Base(DeclarativeBase):
    metadata = MetaData(naming_convention=CONVENTION)


def get_session() -> Iterator[Session]:
    with make_session() as session:
        yield session
