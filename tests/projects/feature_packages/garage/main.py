from fastapi import FastAPI

from garage.features.api import router


def create_app() -> FastAPI:
    made = FastAPI(title="Garage")
    made.include_router(router)
    return made


app = create_app()
