"""Runs commands of alembic one after the other: python -P alembic_commands.py COMMAND...

Each, such as "upgrade heads", is a fork that imports the project anew; only the libraries are imported once. After what
it printed stands `$ COMMAND: STATUS`.
"""

import os
import sys

import alembic.command  # noqa: F401
import sqlalchemy.ext.asyncio  # noqa: F401
from alembic.config import main

for command in sys.argv[1:]:
    if (child := os.fork()) == 0:
        sys.exit(main(command.split(), prog="alembic"))
    status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    print(f"$ {command}: {status}", flush=True)
