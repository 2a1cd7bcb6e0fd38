from uuid import UUID

from fastapi import APIRouter, status

from app.api.deps import SessionDep
from app.models import Author
from app.schemas.author import AuthorCreate, AuthorRead
from app.services.author import AuthorService

router = APIRouter()


@router.post("", response_model=AuthorRead, status_code=status.HTTP_201_CREATED)
async def create_author(data: AuthorCreate, session: SessionDep) -> Author:
    return await AuthorService(session).create(data)


@router.get("", response_model=list[AuthorRead])
async def list_authors(session: SessionDep) -> list[Author]:
    return await AuthorService(session).list()


@router.get("/{author_id}", response_model=AuthorRead)
async def get_author(author_id: UUID, session: SessionDep) -> Author:
    return await AuthorService(session).get(author_id)
