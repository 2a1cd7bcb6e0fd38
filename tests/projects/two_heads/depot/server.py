from fastapi import APIRouter, FastAPI

from depot.endpoints.item import item_router
from depot.endpoints.shelf import shelf_router


def add_routers(app: FastAPI) -> None:
    v1 = APIRouter(prefix="/v1")
    v1.include_router(router=shelf_router, prefix="/shelves", tags=["Shelves"])
    v1.include_router(router=item_router, prefix="/items", tags=["Items"])
    app.include_router(router=v1, prefix="/api")


def make_server() -> FastAPI:
    app = FastAPI()
    add_routers(app)

    @app.get("/ping")
    def ping() -> str:
        return "pong"

    return app


server = make_server()
