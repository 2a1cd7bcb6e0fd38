from fastapi.testclient import TestClient
from sqlalchemy.orm import Session

from billing.models.account import Account


def test_add(web: TestClient, dbsession: Session) -> None:
    account = Account(name="Acme")
    dbsession.add(account)
    dbsession.flush()
    response = web.post("/invoices", json={"account_id": account.id, "amount": "12.50"})
    assert response.status_code == 201
    assert response.json()["amount"] == "12.50"


def test_add_without_account(web: TestClient) -> None:
    assert web.post("/invoices", json={"account_id": 9, "amount": "1"}).status_code == 422
