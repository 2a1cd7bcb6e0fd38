from alembic import context

from taskboard import board, task
from taskboard.database import Base, engine

MODELS = (board.models, task.models)


def run() -> None:
    with engine.connect() as connection:
        context.configure(connection=connection, target_metadata=Base.metadata)
        with context.begin_transaction():
            context.run_migrations()


run()
