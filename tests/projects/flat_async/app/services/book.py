from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from app.models import Book
from app.repositories.author import AuthorRepository
from app.repositories.book import BookRepository
from app.schemas.book import BookCreate
from app.services.errors import NotFoundError


class BookService:
    def __init__(self, session: AsyncSession) -> None:
        self.session = session
        self.books = BookRepository(session)
        self.authors = AuthorRepository(session)

    async def create(self, data: BookCreate) -> Book:
        if await self.authors.get(data.author_id) is None:
            raise NotFoundError(f"no author {data.author_id}")
        book = await self.books.add(Book(**data.model_dump()))
        await self.session.commit()
        return book

    async def get(self, book_id: UUID) -> Book:
        book = await self.books.get(book_id)
        if book is None:
            raise NotFoundError(f"no book {book_id}")
        return book

    async def list(self) -> list[Book]:
        return await self.books.list()
