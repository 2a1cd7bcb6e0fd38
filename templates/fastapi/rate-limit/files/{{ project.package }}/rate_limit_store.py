"""Where it is kept how much of a limit is used up: in memory, or in Redis.

A limit is a bucket of requests that fills up again steadily. Of each bucket only the
moment is kept at which it is full; all times are whole microseconds.
"""

import logging
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from redis.asyncio import Redis
from redis.exceptions import RedisError

SECOND = 1_000_000

# Buckets in memory before those that are full again are looked for.
MANY = 1_000

# Redis runs it in one step; its clock is the one that all processes share.
TAKE = """
local time = redis.call('TIME')
local now = time[1] * 1000000 + time[2]
local full_at = math.max(tonumber(redis.call('GET', KEYS[1]) or 0), now) + ARGV[1]
local wait = full_at - now - ARGV[2]
if wait > 0 then
    return wait
end
local kept = math.ceil((full_at - now) / 1000)
redis.call('SET', KEYS[1], string.format('%.0f', full_at), 'PX', kept)
return 0
"""

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Limit:
    """So many requests at once, and in the long run as many in so many seconds."""

    requests: int
    seconds: int

    @property
    def period(self) -> int:
        """How long an empty bucket takes to be full."""
        return self.seconds * SECOND

    @property
    def interval(self) -> int:
        """After how long there is one request more."""
        return self.period // self.requests


class Store(Protocol):
    """Keeps the buckets."""

    async def take(self, key: str, limit: Limit) -> float:
        """Take a request; how many seconds to wait where there is none, else 0."""

    async def close(self) -> None:
        """Give back what is open."""


class MemoryStore:
    """The buckets of this process."""

    def __init__(self, clock: Callable[[], int] = time.monotonic_ns) -> None:
        self._clock = clock
        self._full_at: dict[str, int] = {}
        self._many = MANY

    def __len__(self) -> int:
        return len(self._full_at)

    async def take(self, key: str, limit: Limit) -> float:
        """As the protocol says."""
        now = self._clock() // 1000
        full_at = max(self._full_at.get(key, now), now) + limit.interval
        wait = full_at - now - limit.period
        if wait > 0:
            return wait / SECOND
        self._full_at[key] = full_at
        if len(self._full_at) > self._many:
            self._forget(now)
        return 0

    async def close(self) -> None:
        """Nothing is open."""

    def _forget(self, now: int) -> None:
        """Forget what is full again; look again when there are twice as many."""
        self._full_at = {key: at for key, at in self._full_at.items() if at > now}
        self._many = max(MANY, 2 * len(self._full_at))


class RedisStore:
    """The buckets that all processes share; those of this one while Redis is away."""

    def __init__(self, url: str, *, prefix: str, timeout: float) -> None:
        """A request does not wait longer than `timeout` seconds for its limit."""
        self._redis = Redis.from_url(
            url, socket_timeout=timeout, socket_connect_timeout=timeout
        )
        self._script = self._redis.register_script(TAKE)
        self._prefix = prefix
        self._meanwhile = MemoryStore()

    async def take(self, key: str, limit: Limit) -> float:
        """As the protocol says."""
        arguments = [limit.interval, limit.period]
        try:
            wait = await self._script([self._prefix + key], arguments)
        except RedisError as error:
            logger.warning("Limits are kept in memory, as Redis fails: %s", error)
            return await self._meanwhile.take(key, limit)
        return int(wait) / SECOND

    async def close(self) -> None:
        """Close the connections."""
        await self._redis.aclose()
