from fastapi import FastAPI

from clinic.routes.patients import patients_router
from clinic.routes.visit_notes import visit_notes_router
from clinic.settings import load_settings


def create_app() -> FastAPI:
    app = FastAPI(title=load_settings().title)

    app.include_router(patients_router)
    app.include_router(visit_notes_router)

    return app
