from alembic import context
from sqlalchemy import create_engine, pool

from clinic.core.database import DATABASE_URL, Base
from clinic.models import owner, pet, species, visit  # noqa: F401

engine = create_engine(DATABASE_URL, poolclass=pool.NullPool)
with engine.connect() as connection:
    context.configure(
        connection=connection,
        target_metadata=Base.metadata,
        compare_type=True,
        render_as_batch=True,
    )
    with context.begin_transaction():
        context.run_migrations()
