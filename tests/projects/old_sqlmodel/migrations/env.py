from alembic import context
from sqlmodel import SQLModel

from app import models  # noqa: F401
from app.db import migration_engine

with migration_engine.connect() as connection:
    context.configure(
        connection=connection, target_metadata=SQLModel.metadata, render_as_batch=True
    )
    with context.begin_transaction():
        context.run_migrations()
