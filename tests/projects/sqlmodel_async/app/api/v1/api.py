from fastapi import APIRouter

from app.api.v1.endpoints import players, teams

api_router = APIRouter()
api_router.include_router(teams.router)
api_router.include_router(players.router)
