from typing import Annotated

from fastapi import APIRouter, Depends, HTTPException
from sqlmodel import select
from sqlmodel.ext.asyncio.session import AsyncSession

from app.core.database import get_session
from app.models.team import Team, TeamCreate, TeamRead

router = APIRouter(prefix="/teams", tags=["teams"])


@router.post("", response_model=TeamRead, status_code=201)
async def create_team(data: TeamCreate, session: Annotated[AsyncSession, Depends(get_session)]):
    team = Team.model_validate(data)
    session.add(team)
    await session.commit()
    await session.refresh(team)
    return team


@router.get("", response_model=list[TeamRead])
async def list_teams(session: Annotated[AsyncSession, Depends(get_session)]):
    return (await session.exec(select(Team))).all()


@router.get("/{team_id}", response_model=TeamRead)
async def get_team(team_id: int, session: Annotated[AsyncSession, Depends(get_session)]):
    team = await session.get(Team, team_id)
    if team is None:
        raise HTTPException(status_code=404, detail="Team not found")
    return team
