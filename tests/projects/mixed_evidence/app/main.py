from fastapi import FastAPI

from app.routes import bolts
from app.routes.tool import tool_router

app = FastAPI()
app.include_router(bolts.router, prefix="/bolts")
app.include_router(tool_router)

admin = FastAPI()
