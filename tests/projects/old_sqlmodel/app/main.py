from fastapi import FastAPI

from app.routes import places, plants

app = FastAPI(title="Herbarium")

app.include_router(places.router, prefix="/places", tags=["places"])
app.include_router(plants.router, prefix="/plants", tags=["plants"])
