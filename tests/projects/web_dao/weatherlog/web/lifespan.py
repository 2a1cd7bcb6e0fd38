"""What is there from start to stop."""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager

from fastapi import FastAPI
from sqlalchemy.ext.asyncio import async_sessionmaker, create_async_engine

from weatherlog.settings import settings


@asynccontextmanager
async def lifespan_setup(app: FastAPI) -> AsyncGenerator[None, None]:
    """Make the engine."""
    engine = create_async_engine(settings.db_url, echo=settings.db_echo)
    app.state.db_session_factory = async_sessionmaker(engine, expire_on_commit=False)
    yield
    await engine.dispose()
