"""Not asking a service that fails: it recovers sooner, and callers do not wait."""

import threading
import time
from collections.abc import Callable


class CircuitOpenError(Exception):
    """The service failed so often that it is not asked for a while."""


class CircuitBreaker:
    """Closed it lets everybody ask; open nobody, but one from time to time."""

    def __init__(
        self,
        *,
        failures: int = 5,
        seconds: float = 30,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """It opens after so many failures in a row, for so many seconds."""
        self._most = failures
        self._seconds = seconds
        self._clock = clock
        self._failures = 0
        self._open_until = 0.0
        self._alone = threading.Lock()

    def enter(self) -> None:
        """Call it before asking; `CircuitOpenError` when it is better not to."""
        with self._alone:
            if self._failures < self._most:
                return
            now = self._clock()
            if now < self._open_until:
                raise CircuitOpenError("it failed too often; it is asked again later")
            # this one tries for all; should it never come back, another one does
            self._open_until = now + self._seconds

    def succeeded(self) -> None:
        """The service answered."""
        with self._alone:
            self._failures = 0

    def failed(self) -> None:
        """The service did not answer, or could not."""
        with self._alone:
            self._failures += 1
            if self._failures >= self._most:
                self._open_until = self._clock() + self._seconds
