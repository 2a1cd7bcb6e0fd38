"""Routes of readings."""

from weatherlog.web.api.reading.views import router


__all__ = ["router"]
