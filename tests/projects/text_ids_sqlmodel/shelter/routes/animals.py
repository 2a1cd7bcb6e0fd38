from fastapi import APIRouter, Depends, HTTPException
from sqlmodel import Session

from shelter.database import get_session
from shelter.models import Animal, AnimalCreate, AnimalPublic

router = APIRouter(prefix="/animals", tags=["animals"])


@router.post("/", response_model=AnimalPublic, status_code=201)
def create_animal(data: AnimalCreate, session: Session = Depends(get_session)):
    animal = Animal.model_validate(data)
    session.add(animal)
    session.commit()
    session.refresh(animal)
    return animal


@router.get("/{animal_id}", response_model=AnimalPublic)
def read_animal(animal_id: str, session: Session = Depends(get_session)):
    animal = session.get(Animal, animal_id)
    if animal is None:
        raise HTTPException(status_code=404, detail="Animal not found")
    return animal
