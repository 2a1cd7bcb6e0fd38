from fastapi import APIRouter

from garage.db import DbDep
from garage.features.cars.models import Car
from garage.features.cars.schemas import CarCreate, CarRead

router = APIRouter()


@router.post("/", response_model=CarRead, status_code=201)
def park(db: DbDep, new: CarCreate) -> Car:
    car = Car(**new.model_dump())
    db.add(car)
    db.commit()
    db.refresh(car)
    return car
