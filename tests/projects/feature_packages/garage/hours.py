"""When the garage takes cars."""

from fastapi import HTTPException

from garage.config import get_settings

settings = get_settings()


def ensure_open(hour: int) -> None:
    if hour < settings.opening_hour:
        raise HTTPException(status_code=409, detail="The garage is closed")
