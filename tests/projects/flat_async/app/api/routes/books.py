from uuid import UUID

from fastapi import APIRouter, status

from app.api.deps import SessionDep
from app.models import Book
from app.schemas.book import BookCreate, BookRead
from app.services.book import BookService

router = APIRouter()


@router.post("", response_model=BookRead, status_code=status.HTTP_201_CREATED)
async def create_book(data: BookCreate, session: SessionDep) -> Book:
    return await BookService(session).create(data)


@router.get("", response_model=list[BookRead])
async def list_books(session: SessionDep) -> list[Book]:
    return await BookService(session).list()


@router.get("/{book_id}", response_model=BookRead)
async def get_book(book_id: UUID, session: SessionDep) -> Book:
    return await BookService(session).get(book_id)
