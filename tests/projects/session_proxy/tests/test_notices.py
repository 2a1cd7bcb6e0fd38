from fastapi.testclient import TestClient
from sqlalchemy.orm import Session

from pinboard.models import Wall


def test_create_and_list(client: TestClient, session: Session) -> None:
    wall = Wall(place="Hall")
    session.add(wall)
    session.commit()
    made = client.post("/notices", json={"text": "Lost: a glove", "wall_id": wall.id})
    assert made.status_code == 201
    assert [it["text"] for it in client.get("/notices").json()] == ["Lost: a glove"]
