from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse

from taskboard.board.router import router as board_router
from taskboard.exceptions import EntityNotFound
from taskboard.task.router import router as task_router

app = FastAPI()
app.include_router(board_router, prefix="/board", tags=["Board"])
app.include_router(task_router, prefix="/task", tags=["Task"])


@app.exception_handler(EntityNotFound)
def entity_not_found(_: Request, error: EntityNotFound) -> JSONResponse:
    return JSONResponse(status_code=404, content={"detail": str(error)})
