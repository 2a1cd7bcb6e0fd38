from fastapi import APIRouter, Depends
from sqlalchemy.orm import Session

from taskboard.board import service
from taskboard.board.models import Board
from taskboard.board.schemas import BoardCreate, BoardRead
from taskboard.database import get_session

router = APIRouter()


@router.post("", response_model=BoardRead, status_code=201)
def create_board(
    data: BoardCreate, session: Session = Depends(get_session)
) -> Board:
    return service.create(session, data)


@router.get("", response_model=list[BoardRead])
def list_boards(session: Session = Depends(get_session)) -> list[Board]:
    return service.get_all(session)


@router.get("/{board_id}", response_model=BoardRead)
def get_board(board_id: int, session: Session = Depends(get_session)) -> Board:
    return service.get(session, board_id)
