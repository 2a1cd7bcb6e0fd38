from fastapi import FastAPI

from app.api.v1.api import api_router

API_PREFIX = "/api/v1"

app = FastAPI(title="League")
app.include_router(api_router, prefix=API_PREFIX)
