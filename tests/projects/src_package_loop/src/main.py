from fastapi import FastAPI

from src.api import tickets, visitors

app = FastAPI()

for module in (tickets, visitors):
    app.include_router(module.router, prefix="/v2")
