from fastapi import APIRouter, Depends, HTTPException
from sqlmodel import Session

from shelter.database import get_session
from shelter.models import Keeper, KeeperCreate, KeeperPublic

router = APIRouter(prefix="/keepers", tags=["keepers"])


@router.post("/", response_model=KeeperPublic, status_code=201)
def create_keeper(data: KeeperCreate, session: Session = Depends(get_session)):
    keeper = Keeper.model_validate(data)
    session.add(keeper)
    session.commit()
    session.refresh(keeper)
    return keeper


@router.get("/{keeper_id}", response_model=KeeperPublic)
def read_keeper(keeper_id: str, session: Session = Depends(get_session)):
    keeper = session.get(Keeper, keeper_id)
    if keeper is None:
        raise HTTPException(status_code=404, detail="Keeper not found")
    return keeper
