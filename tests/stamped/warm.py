"""Has the libraries imported, and becomes for each command a fork that need not import them.

Called as: python -P warm.py SOCKET
The keeper (`keeper.py`) connects and sends a command, its directory and its variables, with what becomes standard
output and error beside it. It is told the process id, and at the end the exit status.

A fork is the same as a process made anew, in its session, directory, variables, time zone, arguments and end, but for
what is imported. What a library does at its import must not depend on any of these; no plug-in of pytest is imported,
as those that are not asked for have to be kept out; and an import that warns is an error here, as it would be there.
"""

import gc
import importlib
import marshal
import os
import random
import runpy
import socket
import sys
import threading
import time
import warnings

# What most stamped projects and their tests import, and the tools that are run most often.
LIBRARIES = """
    aiosqlite alembic.autogenerate alembic.command alembic.config anyio._backends._asyncio asyncpg email_validator
    fastapi.testclient httpx2 mypy.main psycopg pydantic_settings pytest sqlalchemy.dialects.postgresql.asyncpg
    sqlalchemy.dialects.postgresql.psycopg sqlalchemy.dialects.sqlite.aiosqlite sqlalchemy.ext.asyncio
"""


def main(path: str) -> None:
    warm_up()
    link = next_command(path)
    request, descriptors = receive(link)
    child = os.fork()
    if child == 0:
        become(*request, descriptors, link)
        return
    _, status = os.waitpid(child, 0)
    link.sendall(marshal.dumps(os.waitstatus_to_exitcode(status)))
    os._exit(0)


def warm_up() -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        for name in LIBRARIES.split():
            importlib.import_module(name)
    if threading.active_count() > 1:
        sys.exit("an import started a thread, which a fork would lose")
    # It brings a plug-in of pytest, which would warn that it is too late to rewrite its assertions.
    sys.modules["anyio"].__doc__ = "PYTEST_DONT_REWRITE"
    gc.collect()
    gc.freeze()  # a fork that looked for garbage here would copy it all


def next_command(path: str) -> socket.socket:
    """Comes back with a connection in a fork, one for each; the process itself is ended by its keeper."""
    listener = socket.socket(socket.AF_UNIX)
    listener.bind(f"{path}.new")
    listener.listen(64)
    os.rename(f"{path}.new", path)  # only now can one connect
    while True:
        link, _ = listener.accept()
        reap()
        if os.fork() == 0:
            listener.close()
            return link
        link.close()


def reap() -> None:
    try:
        while os.waitpid(-1, os.WNOHANG)[0]:
            pass
    except ChildProcessError:
        pass


def receive(link: socket.socket) -> tuple[tuple[tuple[str, ...], str, dict[str, str]], list[int]]:
    start, descriptors, _, _ = socket.recv_fds(link, 1 << 20, 2)
    with link.makefile("rb") as rest:
        return marshal.loads(start + rest.read()), descriptors


def become(
    command: tuple[str, ...], directory: str, variables: dict[str, str], output: list[int], link: socket.socket
) -> None:
    """Runs a script of Python, called as `python -P SCRIPT …` or as `SCRIPT …`, in this process."""
    os.setsid()
    link.sendall(marshal.dumps(os.getpid()))
    link.close()
    for descriptor, number in zip([os.open(os.devnull, os.O_RDONLY), *output], range(3)):
        os.dup2(descriptor, number)
        os.close(descriptor)
    os.chdir(directory)
    os.environ.clear()
    os.environ.update(variables)
    time.tzset()
    random.seed()
    sys.argv = list(command[2:] if command[1] == "-P" else command)
    runpy.run_path(sys.argv[0], run_name="__main__")


if __name__ == "__main__":
    main(sys.argv[1])
