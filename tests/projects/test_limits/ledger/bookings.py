"""What is booked."""

from dataclasses import dataclass

from pydantic import BaseModel, Field, field_validator


class Booking(BaseModel):
    """A sum that somebody owes."""

    name: str = Field(min_length=2, max_length=30)
    cents: int = Field(gt=0, le=1_000_000)
    share: float = Field(default=1, ge=0)


class Payer(BaseModel):
    """Somebody who pays."""

    name: str
    account: str

    @field_validator("account")
    @classmethod
    def is_whole(cls, account: str) -> str:
        """An account has a country."""
        if len(account) < 4:
            raise ValueError("an account begins with its country")
        return account


@dataclass
class Period:
    """Some days."""

    first: int
    last: int

    def __post_init__(self) -> None:
        """They are in order."""
        if self.first < 0:
            raise ValueError("days are counted from nought")
