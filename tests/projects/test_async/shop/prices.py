"""What it costs to send something."""

from decimal import Decimal
from enum import StrEnum


class Zone(StrEnum):
    """How far it goes."""

    NEAR = "near"
    FAR = "far"


def postage(grams: int, zone: Zone) -> Decimal:
    """The price of a parcel."""
    if grams <= 0:
        raise ValueError("a parcel weighs something")
    if grams > 20_000:
        raise ValueError("too heavy for a parcel")
    base = Decimal("3.50") if zone == Zone.NEAR else Decimal("9.00")
    return base + Decimal(grams) * Decimal("0.001")


def label(name: str, number: int) -> str:
    """What stands on a parcel."""
    if not name.strip():
        raise ValueError("a label needs a name")
    return f"{name.strip().upper()}-{number:05d}"


def short(name: str) -> str:
    """The beginning of a name."""
    return name.strip().lower()


def lightest(weights: list[int]) -> int:
    """The lightest of some."""
    return min(weights)


def tracking_page(code: str) -> str:
    """What the carrier says of a parcel."""
    with open(f"/nowhere/{code}") as page:
        return page.read()
