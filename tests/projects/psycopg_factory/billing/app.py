from fastapi import FastAPI

from billing.api.accounts import router as accounts_router
from billing.api.invoices import router as invoices_router


def include_routers(app: FastAPI) -> None:
    app.include_router(accounts_router, prefix="/accounts", tags=["accounts"])
    app.include_router(invoices_router, prefix="/invoices", tags=["invoices"])


def create_app() -> FastAPI:
    app = FastAPI(title="Billing")
    include_routers(app)
    return app
