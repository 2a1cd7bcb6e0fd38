"""Work beside the requests: jobs that run again and again, and work that runs once."""

import asyncio
import datetime as dt
import logging
import math
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Annotated, ParamSpec

from fastapi import Depends, FastAPI, Request

P = ParamSpec("P")

LONGEST = dt.timedelta(minutes=5)

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Job:
    """Something that runs at an interval; a run may take `longest`."""

    name: str
    run: Callable[[], Awaitable[None]]
    every: dt.timedelta
    longest: dt.timedelta = LONGEST

    def __post_init__(self) -> None:
        """`ValueError` where there would be no time between two runs."""
        if self.every <= dt.timedelta(0):
            raise ValueError(f"the interval of {self.name} is more than nothing")


# What runs as long as the service does.
JOBS: list[Job] = []


@dataclass
class Count:
    """How often something ran, and failed."""

    runs: int = 0
    failures: int = 0


class TooBusyError(Exception):
    """There is so much work that more would only wait."""


class Supervisor:
    """Holds all work that runs beside the requests, until it has come to its end."""

    def __init__(
        self, jobs: Sequence[Job], *, most: int = 100, grace: float = 10.0
    ) -> None:
        """Take `most` pieces of work at once; at the end wait `grace` seconds."""
        names = [job.name for job in jobs]
        if len(set(names)) < len(names):
            raise ValueError(f"two jobs have one name: {sorted(names)}")
        self.counts: dict[str, Count] = {name: Count() for name in names}
        self._jobs = jobs
        self._most = most
        self._grace = grace
        self._ending = asyncio.Event()
        self._loops: set[asyncio.Task[None]] = set()
        self._work: set[asyncio.Task[None]] = set()

    def start(self) -> None:
        """Begin with the jobs; each runs for the first time after its interval."""
        self._loops = {
            asyncio.create_task(self._repeat(job), name=job.name) for job in self._jobs
        }

    def submit(
        self,
        name: str,
        function: Callable[P, Awaitable[None]],
        *args: P.args,
        **kwargs: P.kwargs,
    ) -> None:
        """Run it once, soon; `TooBusyError` where there is too much, or at the end."""
        if self._ending.is_set() or len(self._work) >= self._most:
            raise TooBusyError(f"there is no room for {name}")
        run = self._run(name, lambda: function(*args, **kwargs), LONGEST)
        task = asyncio.create_task(run, name=name)
        self._work.add(task)
        task.add_done_callback(self._work.discard)

    async def end(self) -> None:
        """Begin nothing more; wait for what is under way, and cancel it in the end."""
        self._ending.set()
        tasks = self._loops | self._work
        if not tasks:
            return
        _, late = await asyncio.wait(tasks, timeout=self._grace)
        for task in late:
            logger.warning("%s is cancelled: the service ends", task.get_name())
            task.cancel()
        await asyncio.gather(*late, return_exceptions=True)

    async def _repeat(self, job: Job) -> None:
        loop = asyncio.get_running_loop()
        every = job.every.total_seconds()
        due = loop.time() + every
        while not await self._ends_before(due):
            await self._run(job.name, job.run, job.longest)
            due = next_due(due, every, loop.time())

    async def _ends_before(self, due: float) -> bool:
        try:
            async with asyncio.timeout_at(due):
                await self._ending.wait()
        except TimeoutError:
            return False
        return True

    async def _run(
        self,
        name: str,
        function: Callable[[], Awaitable[None]],
        longest: dt.timedelta,
    ) -> None:
        count = self.counts.setdefault(name, Count())
        count.runs += 1
        try:
            async with asyncio.timeout(longest.total_seconds()):
                await function()
        except asyncio.CancelledError:
            task = asyncio.current_task()
            if task is None or task.cancelling():
                raise
            # not this task: something that the function itself waited for
            self._note(name)
        except Exception:
            self._note(name)

    def _note(self, name: str) -> None:
        """The end of the line: nobody else would ever hear of the error."""
        self.counts[name].failures += 1
        logger.exception("%s failed", name)


def next_due(due: float, every: float, now: float) -> float:
    """The next moment of the schedule; those that were missed are left out."""
    missed = max(0, math.floor((now - due) / every))
    return due + (missed + 1) * every


@asynccontextmanager
async def background_lifespan(app: FastAPI) -> AsyncIterator[None]:
    """Work runs as long as the service does."""
    supervisor = Supervisor(JOBS)
    app.state.background = supervisor
    supervisor.start()
    try:
        yield
    finally:
        await supervisor.end()


def get_background(request: Request) -> Supervisor:
    """The supervisor of the service."""
    supervisor: Supervisor = request.app.state.background
    return supervisor


BackgroundDep = Annotated[Supervisor, Depends(get_background)]
