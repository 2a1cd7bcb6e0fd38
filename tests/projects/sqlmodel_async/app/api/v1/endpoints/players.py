from typing import Annotated

from fastapi import APIRouter, Depends, HTTPException
from sqlmodel import select
from sqlmodel.ext.asyncio.session import AsyncSession

from app.core.database import get_session
from app.models.player import Player, PlayerCreate, PlayerRead
from app.models.team import Team

router = APIRouter(prefix="/players", tags=["players"])


@router.post("", response_model=PlayerRead, status_code=201)
async def create_player(data: PlayerCreate, session: Annotated[AsyncSession, Depends(get_session)]):
    if await session.get(Team, data.team_id) is None:
        raise HTTPException(status_code=404, detail="Team not found")
    player = Player.model_validate(data)
    session.add(player)
    await session.commit()
    await session.refresh(player)
    return player


@router.get("", response_model=list[PlayerRead])
async def list_players(session: Annotated[AsyncSession, Depends(get_session)]):
    return (await session.exec(select(Player))).all()


@router.get("/{player_id}", response_model=PlayerRead)
async def get_player(player_id: int, session: Annotated[AsyncSession, Depends(get_session)]):
    player = await session.get(Player, player_id)
    if player is None:
        raise HTTPException(status_code=404, detail="Player not found")
    return player
