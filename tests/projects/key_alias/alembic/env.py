from sqlalchemy import create_engine, pool

import quarry.models  # noqa: F401
from alembic import context
from quarry.db import URL, Base

with create_engine(URL, poolclass=pool.NullPool).connect() as connection:
    context.configure(connection=connection, target_metadata=Base.metadata)
    with context.begin_transaction():
        context.run_migrations()
