from fastapi import APIRouter, Depends, HTTPException
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import select

from app.db import get_session
from app.models.place import Place, PlaceCreate, PlaceRead

router = APIRouter()


@router.get("", response_model=list[PlaceRead])
async def list_places(session: AsyncSession = Depends(get_session)):
    result = await session.execute(select(Place).order_by(Place.name))
    return result.scalars().all()


@router.post("", response_model=PlaceRead, status_code=201)
async def create_place(new: PlaceCreate, session: AsyncSession = Depends(get_session)):
    place = Place.from_orm(new)
    session.add(place)
    await session.commit()
    await session.refresh(place)
    return place


@router.get("/{place_id}", response_model=PlaceRead)
async def get_place(place_id: int, session: AsyncSession = Depends(get_session)):
    place = await session.get(Place, place_id)
    if place is None:
        raise HTTPException(status_code=404, detail="Place not found")
    return place
