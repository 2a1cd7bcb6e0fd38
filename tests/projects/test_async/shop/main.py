"""The service."""

from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse

from shop.api import parcels
from shop.errors import LabelTakenError, ParcelMissingError

API = "/api"


def create_app() -> FastAPI:
    """Build it."""
    app = FastAPI()
    app.include_router(parcels.router, prefix=f"{API}/v1")

    @app.exception_handler(ParcelMissingError)
    async def missing(_request: Request, error: ParcelMissingError) -> JSONResponse:
        return JSONResponse({"detail": str(error)}, status_code=error.status_code)

    @app.exception_handler(LabelTakenError)
    async def taken(_request: Request, error: LabelTakenError) -> JSONResponse:
        return JSONResponse({"detail": str(error)}, status_code=error.status_code)

    return app


app = create_app()
