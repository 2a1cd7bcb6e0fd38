from fastapi.testclient import TestClient
from sqlalchemy.orm import Session

from depot.models import Shelf


def test_create_item(client: TestClient, session: Session):
    shelf = Shelf(code="A1")
    session.add(shelf)
    session.commit()
    response = client.post("/api/v1/items/", json={"name": "Bolt", "shelf_id": shelf.id})
    assert response.status_code == 201


def test_create_item_without_shelf(client: TestClient):
    response = client.post("/api/v1/items/", json={"name": "Bolt", "shelf_id": 1})
    assert response.status_code == 404
