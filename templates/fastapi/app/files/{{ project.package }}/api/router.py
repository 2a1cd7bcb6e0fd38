"""The routes under `/api`."""

from fastapi import APIRouter

api_router = APIRouter(prefix="/api")
