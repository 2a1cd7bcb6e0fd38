from fastapi import APIRouter, HTTPException

from clinic.core.database import SessionDep
from clinic.models.owner import Owner
from clinic.schemas.owner import OwnerCreate, OwnerRead

router = APIRouter(prefix="/owners", tags=["owners"])


@router.post("", response_model=OwnerRead, status_code=201)
def create_owner(data: OwnerCreate, session: SessionDep) -> Owner:
    owner = Owner(**data.model_dump())
    session.add(owner)
    session.commit()
    return owner


@router.get("/{owner_id}", response_model=OwnerRead)
def read_owner(owner_id: int, session: SessionDep) -> Owner:
    owner = session.get(Owner, owner_id)
    if owner is None:
        raise HTTPException(status_code=404, detail="There is no such owner")
    return owner
