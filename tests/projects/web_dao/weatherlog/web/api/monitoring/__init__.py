"""Health."""

from weatherlog.web.api.monitoring.views import router


__all__ = ["router"]
