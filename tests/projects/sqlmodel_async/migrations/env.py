import asyncio

from alembic import context
from sqlmodel import SQLModel

from app.core.database import engine
from app.models import *  # noqa: F403


def run(connection):
    context.configure(connection=connection, target_metadata=SQLModel.metadata)
    with context.begin_transaction():
        context.run_migrations()


async def online():
    async with engine.connect() as connection:
        await connection.run_sync(run)
        await connection.commit()
    await engine.dispose()


asyncio.run(online())
