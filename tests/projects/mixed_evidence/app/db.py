from collections.abc import AsyncIterator, Iterator

from sqlalchemy import create_engine
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker, create_async_engine
from sqlalchemy.orm import Session

engine = create_engine("postgresql+psycopg://localhost/workshop")
async_engine = create_async_engine("postgresql+asyncpg://localhost/workshop")
new_session = async_sessionmaker(async_engine)


def get_session() -> Iterator[Session]:
    with Session(engine) as session:
        yield session


async def get_async_session() -> AsyncIterator[AsyncSession]:
    async with new_session() as session:
        yield session
