import uuid

from fastapi import APIRouter, Depends
from sqlalchemy.ext.asyncio import AsyncSession

from app.db import get_async_session
from app.models import Tool

tool_router = APIRouter(prefix='/tool')


@tool_router.get('/{tool_id}')
async def read_tool(tool_id: uuid.UUID, session: AsyncSession = Depends(get_async_session)):
    return await session.get(Tool, tool_id)
