from sqlalchemy import select
from sqlalchemy.orm import Session

from taskboard.board.models import Board
from taskboard.board.schemas import BoardCreate
from taskboard.exceptions import EntityNotFound


def create(session: Session, data: BoardCreate) -> Board:
    board = Board(name=data.name)
    session.add(board)
    session.flush()
    return board


def get(session: Session, board_id: int) -> Board:
    board = session.get(Board, board_id)
    if board is None:
        raise EntityNotFound("board", board_id)
    return board


def get_all(session: Session) -> list[Board]:
    return list(session.scalars(select(Board).order_by(Board.id)))
