"""The application."""

from fastapi import FastAPI

from weatherlog.web.api.router import api_router
from weatherlog.web.lifespan import lifespan_setup


def get_app() -> FastAPI:
    """Get the application, with all that belongs to it."""
    app = FastAPI(title="weatherlog", lifespan=lifespan_setup)

    # The one router of the service.
    app.include_router(router=api_router, prefix="/api")

    return app
