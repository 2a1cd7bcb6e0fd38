import os
from collections.abc import AsyncIterator

from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, create_async_engine
from sqlalchemy.orm import sessionmaker
from sqlmodel import create_engine

DATABASE_URL = os.environ.get("HERBARIUM_DATABASE", "sqlite+aiosqlite:///herbarium.db")

engine: AsyncEngine = create_async_engine(DATABASE_URL)
async_session = sessionmaker(engine, class_=AsyncSession, expire_on_commit=False)
migration_engine = create_engine(DATABASE_URL.replace("+aiosqlite", ""))


async def get_session() -> AsyncIterator[AsyncSession]:
    async with async_session() as session:
        yield session
