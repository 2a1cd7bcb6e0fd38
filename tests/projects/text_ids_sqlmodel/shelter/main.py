from fastapi import FastAPI

from shelter.routes import animals, keepers

app = FastAPI(title="Shelter")
app.include_router(animals.router)
app.include_router(keepers.router)
