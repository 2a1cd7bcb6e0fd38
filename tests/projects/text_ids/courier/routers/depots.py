from fastapi import APIRouter, HTTPException

from courier.core.database import SessionDep
from courier.models.depot import Depot
from courier.schemas.depot import DepotCreate, DepotRead

router = APIRouter(prefix="/depots", tags=["depots"])


@router.post("", response_model=DepotRead, status_code=201)
def create_depot(data: DepotCreate, session: SessionDep) -> Depot:
    depot = Depot(**data.model_dump())
    session.add(depot)
    session.commit()
    return depot


@router.get("/{depot_id}", response_model=DepotRead)
def read_depot(depot_id: str, session: SessionDep) -> Depot:
    depot = session.get(Depot, depot_id)
    if depot is None:
        raise HTTPException(status_code=404, detail="There is no such depot")
    return depot
