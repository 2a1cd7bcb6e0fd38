from fastapi import FastAPI

from quarry import pits, stones

app = FastAPI(title="Quarry")
app.include_router(pits.router)
app.include_router(stones.router)
