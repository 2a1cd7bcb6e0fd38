from fastapi import APIRouter, HTTPException
from pydantic import BaseModel, ConfigDict

from billing.database import DB
from billing.models.account import Account, Plan

router = APIRouter()


class AccountIn(BaseModel):
    name: str
    plan: Plan = Plan.free
    tags: list[str] = []


class AccountOut(AccountIn):
    model_config = ConfigDict(from_attributes=True)

    id: int


@router.post("", response_model=AccountOut, status_code=201)
def add_account(data: AccountIn, db: DB):
    account = Account(**data.model_dump())
    db.add(account)
    db.commit()
    return account


@router.get("/{account_id}", response_model=AccountOut)
def get_account(account_id: int, db: DB):
    account = db.get(Account, account_id)
    if account is None:
        raise HTTPException(404, "no such account")
    return account
