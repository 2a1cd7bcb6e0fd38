import importlib
import pkgutil

from alembic import context
from sqlalchemy import create_engine

import clinic.models
from clinic.database import Model
from clinic.settings import load_settings

for module in pkgutil.iter_modules(clinic.models.__path__):
    importlib.import_module(f'clinic.models.{module.name}')

engine = create_engine(load_settings().database_url.replace('+aiosqlite', ''))
with engine.connect() as connection:
    context.configure(
        connection=connection,
        target_metadata=Model.metadata,
        render_as_batch=True,
    )
    with context.begin_transaction():
        context.run_migrations()
