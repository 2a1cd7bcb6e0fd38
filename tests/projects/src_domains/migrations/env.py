from alembic import context
from sqlalchemy import engine_from_config, pool

from taskboard import board, task
from taskboard.database import Base

config = context.config
MODELS = (board.models, task.models)


def run() -> None:
    section = config.get_section(config.config_ini_section, {})
    connectable = engine_from_config(section, poolclass=pool.NullPool)
    with connectable.connect() as connection:
        context.configure(connection=connection, target_metadata=Base.metadata)
        with context.begin_transaction():
            context.run_migrations()


run()
