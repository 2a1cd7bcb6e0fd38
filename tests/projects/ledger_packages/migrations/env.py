from alembic import context

import ledger.branch.models
import ledger.teller.models  # noqa: F401
from ledger.database import Base, engine


def ours(name: str | None, kind: str, parents: object) -> bool:
    return kind != "schema" or name == "books"


with engine.connect() as connection:
    context.configure(
        connection=connection,
        target_metadata=Base.metadata,
        include_schemas=True,
        include_name=ours,
    )
    with context.begin_transaction():
        context.run_migrations()
