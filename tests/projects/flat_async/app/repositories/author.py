from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from app.models import Author


class AuthorRepository:
    def __init__(self, session: AsyncSession) -> None:
        self.session = session

    async def get(self, author_id: UUID) -> Author | None:
        return await self.session.get(Author, author_id)

    async def list(self) -> list[Author]:
        return list(await self.session.scalars(select(Author).order_by(Author.name)))

    async def add(self, author: Author) -> Author:
        self.session.add(author)
        await self.session.flush()
        return author
