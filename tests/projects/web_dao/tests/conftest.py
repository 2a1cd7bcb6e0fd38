"""Fixtures."""

from collections.abc import AsyncGenerator
from typing import Any

from fastapi import FastAPI
from httpx import ASGITransport, AsyncClient
import pytest
from sqlalchemy.ext.asyncio import (
    AsyncEngine,
    AsyncSession,
    async_sessionmaker,
    create_async_engine,
)
from sqlalchemy.pool import StaticPool

from weatherlog.db.dependencies import get_db_session
from weatherlog.db.meta import meta
from weatherlog.db.models import load_all_models
from weatherlog.web.application import get_app


@pytest.fixture(scope="session")
def anyio_backend() -> str:
    """The backend of anyio."""
    return "asyncio"


@pytest.fixture
async def _engine() -> AsyncGenerator[AsyncEngine, None]:
    """An empty database."""
    load_all_models()
    engine = create_async_engine("sqlite+aiosqlite://", poolclass=StaticPool)
    async with engine.begin() as conn:
        await conn.run_sync(meta.create_all)
    yield engine
    await engine.dispose()


@pytest.fixture
async def dbsession(_engine: AsyncEngine) -> AsyncGenerator[AsyncSession, None]:
    """A session of it."""
    session = async_sessionmaker(_engine, expire_on_commit=False)()
    yield session
    await session.close()


@pytest.fixture
def fastapi_app(dbsession: AsyncSession) -> FastAPI:
    """The application, with that session."""
    application = get_app()
    application.dependency_overrides[get_db_session] = lambda: dbsession
    return application


@pytest.fixture
async def client(
    fastapi_app: FastAPI, anyio_backend: Any
) -> AsyncGenerator[AsyncClient, None]:
    """A client."""
    transport = ASGITransport(app=fastapi_app)
    async with AsyncClient(transport=transport, base_url="http://test") as ac:
        yield ac
