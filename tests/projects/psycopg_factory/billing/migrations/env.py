from alembic import context
from sqlalchemy import create_engine, pool

import billing.models
from billing.settings import settings

engine = create_engine(settings.database_url, poolclass=pool.NullPool)
with engine.connect() as connection:
    context.configure(
        connection=connection,
        target_metadata=billing.models.Account.metadata,
        compare_server_default=True,
    )
    with context.begin_transaction():
        context.run_migrations()
