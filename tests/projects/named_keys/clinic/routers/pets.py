from fastapi import APIRouter, HTTPException

from clinic.core.database import SessionDep
from clinic.models.pet import Pet
from clinic.schemas.pet import PetCreate, PetRead

router = APIRouter(prefix="/pets", tags=["pets"])


@router.post("", response_model=PetRead, status_code=201)
def create_pet(data: PetCreate, session: SessionDep) -> Pet:
    pet = Pet(**data.model_dump())
    session.add(pet)
    session.commit()
    return pet


@router.get("/{pet_id}", response_model=PetRead)
def read_pet(pet_id: int, session: SessionDep) -> Pet:
    pet = session.get(Pet, pet_id)
    if pet is None:
        raise HTTPException(status_code=404, detail="There is no such pet")
    return pet


@router.delete("/{pet_id}", status_code=204)
def delete_pet(pet_id: int, session: SessionDep) -> None:
    session.delete(read_pet(pet_id, session))
    session.commit()
