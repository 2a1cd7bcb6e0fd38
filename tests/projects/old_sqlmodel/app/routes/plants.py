from fastapi import APIRouter, Depends
from sqlalchemy.ext.asyncio import AsyncSession

from app.db import get_session
from app.models.plant import Plant, PlantCreate, PlantRead

router = APIRouter()


@router.post("", response_model=PlantRead, status_code=201)
async def create_plant(new: PlantCreate, session: AsyncSession = Depends(get_session)):
    plant = Plant.from_orm(new)
    session.add(plant)
    await session.commit()
    await session.refresh(plant)
    return plant
