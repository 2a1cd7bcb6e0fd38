from fastapi import APIRouter, HTTPException

from pinboard.db import db
from pinboard.models import Wall
from pinboard.schemas.wall import WallCreate, WallRead

router = APIRouter()


@router.post("", response_model=WallRead, status_code=201)
def create_wall(new: WallCreate) -> Wall:
    wall = Wall(**new.model_dump())
    db.session.add(wall)
    db.session.commit()
    return wall


@router.get("/{wall_id}", response_model=WallRead)
def get_wall(wall_id: int) -> Wall:
    wall = db.session.get(Wall, wall_id)
    if wall is None:
        raise HTTPException(404, "no such wall")
    return wall
