"""Runs migrations."""

import asyncio

from alembic import context
from sqlalchemy.engine import Connection
from sqlalchemy.ext.asyncio import create_async_engine

from weatherlog.db.meta import meta
from weatherlog.db.models import load_all_models
from weatherlog.settings import settings


load_all_models()


def do_run_migrations(connection: Connection) -> None:
    """Run what is to be run."""
    context.configure(connection=connection, target_metadata=meta)
    with context.begin_transaction():
        context.run_migrations()


async def run_migrations_online() -> None:
    """Connect and run."""
    connectable = create_async_engine(settings.db_url)
    async with connectable.connect() as connection:
        await connection.run_sync(do_run_migrations)


asyncio.run(run_migrations_online())
