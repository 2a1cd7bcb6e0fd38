from alembic import context
from sqlalchemy import create_engine, pool

from courier.core.database import DATABASE_URL, Base
from courier.models import depot, parcel, van  # noqa: F401

engine = create_engine(DATABASE_URL, poolclass=pool.NullPool)
with engine.connect() as connection:
    context.configure(
        connection=connection,
        target_metadata=Base.metadata,
        compare_type=True,
    )
    with context.begin_transaction():
        context.run_migrations()
