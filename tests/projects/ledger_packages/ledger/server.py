from fastapi import FastAPI

from ledger.branch.api import router as branch_router
from ledger.teller.api import router as teller_router


def init_routers(app: FastAPI) -> None:
    app.include_router(branch_router)
    app.include_router(teller_router)


def create_app() -> FastAPI:
    app = FastAPI(title="Ledger")
    init_routers(app)
    return app


app = create_app()
