from sqlalchemy import create_engine, pool
from sqlmodel import SQLModel

import shelter.models  # noqa: F401
from alembic import context
from shelter.database import URL

with create_engine(URL, poolclass=pool.NullPool).connect() as connection:
    context.configure(connection=connection, target_metadata=SQLModel.metadata)
    with context.begin_transaction():
        context.run_migrations()
