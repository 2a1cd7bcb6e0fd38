from fastapi import FastAPI

from bakery.api import loaves, ovens

app = FastAPI(title="Bakery")

app.include_router(loaves.router, prefix="/api")
app.include_router(ovens.router, prefix="/api")
