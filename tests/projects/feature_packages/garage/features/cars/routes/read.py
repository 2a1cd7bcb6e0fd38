from fastapi import APIRouter, HTTPException

from garage.db import DbDep
from garage.features.cars.models import Car
from garage.features.cars.schemas import CarRead

router = APIRouter()


@router.get("/{car_id}", response_model=CarRead)
def read(db: DbDep, car_id: int) -> Car:
    car = db.get(Car, car_id)
    if car is None:
        raise HTTPException(status_code=404, detail="Car not found")
    return car
