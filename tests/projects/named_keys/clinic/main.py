from fastapi import FastAPI

from clinic.routers import owners, pets

app = FastAPI(title="Clinic")
app.include_router(owners.router)
app.include_router(pets.router)
