import uuid

from fastapi.testclient import TestClient
from sqlmodel import Session

from app import crud
from app.core.config import settings
from app.models import WarehouseCreate


def test_create_article(
    client: TestClient, caller_token_headers: dict[str, str], db: Session
) -> None:
    warehouse = crud.create_warehouse(session=db, data=WarehouseCreate(name="North"))
    response = client.post(
        f"{settings.API_V1_STR}/articles/",
        headers=caller_token_headers,
        json={"title": "Bolt", "amount": 3, "warehouse_id": str(warehouse.id)},
    )
    assert response.status_code == 200
    assert response.json()["title"] == "Bolt"


def test_read_article_not_found(
    client: TestClient, caller_token_headers: dict[str, str]
) -> None:
    response = client.get(
        f"{settings.API_V1_STR}/articles/{uuid.uuid4()}", headers=caller_token_headers
    )
    assert response.status_code == 404


def test_read_articles_without_token(client: TestClient) -> None:
    response = client.get(f"{settings.API_V1_STR}/articles/")
    assert response.status_code == 401
