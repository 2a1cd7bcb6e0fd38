from fastapi import FastAPI

from courier.routers import depots, parcels

app = FastAPI(title="Courier")
app.include_router(depots.router)
app.include_router(parcels.router)
