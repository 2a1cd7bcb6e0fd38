"""Routes of stations."""

from weatherlog.web.api.station.views import router


__all__ = ["router"]
