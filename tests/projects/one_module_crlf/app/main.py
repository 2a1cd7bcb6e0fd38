from fastapi import FastAPI

from app.routers import notebooks, pages

app = FastAPI(title="Notebook")

app.include_router(notebooks.router)
app.include_router(pages.router)


@app.get("/health")
def health():
    return {"status": "ok"}
