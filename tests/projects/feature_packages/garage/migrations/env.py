from alembic import context
from sqlalchemy import create_engine

from garage.config import get_settings
from garage.db import Base
from garage.features.cars.models import Car  # noqa: F401
from garage.features.repairs.models import Repair  # noqa: F401

with create_engine(get_settings().database_url).connect() as connection:
    context.configure(connection=connection, target_metadata=Base.metadata)
    with context.begin_transaction():
        context.run_migrations()
