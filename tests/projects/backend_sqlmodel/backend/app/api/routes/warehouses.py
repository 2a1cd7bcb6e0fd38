from typing import Any

from fastapi import APIRouter

from app import crud
from app.api.deps import CurrentCaller, SessionDep
from app.models import WarehouseCreate, WarehousePublic

router = APIRouter(prefix="/warehouses", tags=["warehouses"])


@router.get("/", response_model=list[WarehousePublic])
def read_warehouses(session: SessionDep, caller: CurrentCaller) -> Any:
    return crud.list_warehouses(session=session)


@router.post("/", response_model=WarehousePublic)
def create_warehouse(
    session: SessionDep, caller: CurrentCaller, warehouse_in: WarehouseCreate
) -> Any:
    return crud.create_warehouse(session=session, data=warehouse_in)
