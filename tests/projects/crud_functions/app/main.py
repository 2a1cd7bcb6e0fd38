from fastapi import FastAPI

from app.routers import members, tools

app = FastAPI()
for module in (members, tools):
    app.include_router(module.router, prefix="/api")
