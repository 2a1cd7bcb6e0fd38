"""The smallest program that mounts the garage."""

from fastapi import FastAPI

from garage.main import app as garage

app = FastAPI()
app.mount("/garage", garage)
