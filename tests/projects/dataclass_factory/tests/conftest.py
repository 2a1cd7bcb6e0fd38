import pytest
from httpx import ASGITransport, AsyncClient
from sqlalchemy.ext.asyncio import async_sessionmaker, create_async_engine
from sqlalchemy.pool import StaticPool

from clinic.app import create_app
from clinic.database import Model, open_session
from clinic.models import patient, visit_note  # noqa: F401


@pytest.fixture
def anyio_backend():
    return 'asyncio'


@pytest.fixture
async def session_maker(anyio_backend):
    engine = create_async_engine('sqlite+aiosqlite://', poolclass=StaticPool)
    async with engine.begin() as connection:
        await connection.run_sync(Model.metadata.create_all)
    yield async_sessionmaker(engine, expire_on_commit=False)
    await engine.dispose()


@pytest.fixture
async def session(session_maker):
    async with session_maker() as session:
        yield session


@pytest.fixture
async def http(session_maker):
    async def test_session():
        async with session_maker() as session, session.begin():
            yield session

    app = create_app()
    app.dependency_overrides[open_session] = test_session
    transport = ASGITransport(app=app)
    async with AsyncClient(transport=transport, base_url='http://clinic') as client:
        yield client
