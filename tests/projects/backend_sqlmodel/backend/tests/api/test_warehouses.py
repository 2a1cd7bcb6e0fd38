from fastapi.testclient import TestClient

from app.core.config import settings


def test_create_warehouse(
    client: TestClient, caller_token_headers: dict[str, str]
) -> None:
    response = client.post(
        f"{settings.API_V1_STR}/warehouses/",
        headers=caller_token_headers,
        json={"name": "South"},
    )
    assert response.status_code == 200
    listed = client.get(
        f"{settings.API_V1_STR}/warehouses/", headers=caller_token_headers
    )
    assert [warehouse["name"] for warehouse in listed.json()] == ["South"]
