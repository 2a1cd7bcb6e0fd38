from decimal import Decimal

from fastapi import APIRouter, HTTPException
from pydantic import BaseModel, ConfigDict, Field

from billing.database import DB
from billing.models.account import Account
from billing.models.invoice import Invoice

router = APIRouter()


class InvoiceIn(BaseModel):
    account_id: int
    amount: Decimal = Field(gt=0, max_digits=12, decimal_places=2)


class InvoiceOut(InvoiceIn):
    model_config = ConfigDict(from_attributes=True)

    id: int


@router.post("", response_model=InvoiceOut, status_code=201)
def add_invoice(data: InvoiceIn, db: DB):
    if db.get(Account, data.account_id) is None:
        raise HTTPException(422, "no such account")
    invoice = Invoice(**data.model_dump())
    db.add(invoice)
    db.commit()
    return invoice


@router.get("/{invoice_id}", response_model=InvoiceOut)
def get_invoice(invoice_id: int, db: DB):
    invoice = db.get(Invoice, invoice_id)
    if invoice is None:
        raise HTTPException(404, "no such invoice")
    return invoice
