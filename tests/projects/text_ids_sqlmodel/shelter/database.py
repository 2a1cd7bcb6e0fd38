import os
from collections.abc import Iterator

from sqlmodel import Session, create_engine

URL = os.getenv("SHELTER_DATABASE", "sqlite:///shelter.db")

engine = create_engine(URL)


def get_session() -> Iterator[Session]:
    with Session(engine) as session:
        yield session
