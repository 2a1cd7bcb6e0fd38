from fastapi import APIRouter, Depends
from sqlalchemy.orm import Session

from taskboard.database import get_session
from taskboard.task import service
from taskboard.task.models import Task
from taskboard.task.schemas import TaskCreate, TaskRead

router = APIRouter()


@router.post("", response_model=TaskRead, status_code=201)
def create_task(
    data: TaskCreate, session: Session = Depends(get_session)
) -> Task:
    return service.create(session, data)


@router.get("/{task_id}", response_model=TaskRead)
def get_task(task_id: int, session: Session = Depends(get_session)) -> Task:
    return service.get(session, task_id)
