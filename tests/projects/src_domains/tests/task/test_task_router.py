from taskboard.board.models import Board


def test_create(api, session):
    board = Board(name="Home")
    session.add(board)
    session.flush()
    response = api.post("/task", json={"title": "Sweep", "board_id": board.id})
    assert response.status_code == 201
    assert response.json()["done"] is False


def test_create_without_board(api):
    response = api.post("/task", json={"title": "Sweep", "board_id": 9})
    assert response.status_code == 404
