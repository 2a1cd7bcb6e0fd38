from sqlalchemy.orm import Session

from taskboard.board import service as boards
from taskboard.exceptions import EntityNotFound
from taskboard.task.models import Task
from taskboard.task.schemas import TaskCreate


def create(session: Session, data: TaskCreate) -> Task:
    boards.get(session, data.board_id)
    task = Task(title=data.title, board_id=data.board_id)
    session.add(task)
    session.flush()
    return task


def get(session: Session, task_id: int) -> Task:
    task = session.get(Task, task_id)
    if task is None:
        raise EntityNotFound("task", task_id)
    return task
