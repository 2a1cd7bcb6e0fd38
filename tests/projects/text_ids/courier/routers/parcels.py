from fastapi import APIRouter, HTTPException

from courier.core.database import SessionDep
from courier.models.parcel import Parcel
from courier.schemas.parcel import ParcelCreate, ParcelRead

router = APIRouter(prefix="/parcels", tags=["parcels"])


@router.post("", response_model=ParcelRead, status_code=201)
def create_parcel(data: ParcelCreate, session: SessionDep) -> Parcel:
    parcel = Parcel(**data.model_dump())
    session.add(parcel)
    session.commit()
    return parcel


@router.get("/{parcel_id}", response_model=ParcelRead)
def read_parcel(parcel_id: str, session: SessionDep) -> Parcel:
    parcel = session.get(Parcel, parcel_id)
    if parcel is None:
        raise HTTPException(status_code=404, detail="There is no such parcel")
    return parcel


@router.delete("/{parcel_id}", status_code=204)
def delete_parcel(parcel_id: str, session: SessionDep) -> None:
    session.delete(read_parcel(parcel_id, session))
    session.commit()
