from fastapi import FastAPI

from pinboard.api import router
from pinboard.db import SessionMiddleware

app = FastAPI()
app.add_middleware(SessionMiddleware)
app.include_router(router)
