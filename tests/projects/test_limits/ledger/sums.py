"""Sums of money, in cents."""

from collections.abc import Iterator

SHARES = 4


def share(cents: int) -> float:
    """What each of four pays."""
    return cents / SHARES


def spelled(cents: int, sign: str | None = None) -> str:
    """A sum as people write it.

    >>> spelled(150)
    '1.50'
    >>> spelled(5, sign="€")
    '0.05 €'
    """
    whole, rest = divmod(cents, 100)
    return f"{whole}.{rest:02d}" + (f" {sign}" if sign else "")


def reminders(times: int) -> Iterator[str]:
    """What is sent to those who do not pay."""
    for time in range(times):
        yield f"reminder {time}"


def late(days: list[int]) -> Iterator[int]:
    """The days beyond a month."""
    for day in days:
        if day > 30:
            yield day


class UnpaidError(Exception):
    """Somebody has not paid."""

    def __init__(self, name: str, cents: int) -> None:
        super().__init__(f"{name} has not paid")
        self.name = name
        self.cents = cents
