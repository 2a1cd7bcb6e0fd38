from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from app.models import Author
from app.repositories.author import AuthorRepository
from app.schemas.author import AuthorCreate
from app.services.errors import NotFoundError


class AuthorService:
    def __init__(self, session: AsyncSession) -> None:
        self.session = session
        self.authors = AuthorRepository(session)

    async def create(self, data: AuthorCreate) -> Author:
        author = await self.authors.add(Author(**data.model_dump()))
        await self.session.commit()
        return author

    async def get(self, author_id: UUID) -> Author:
        author = await self.authors.get(author_id)
        if author is None:
            raise NotFoundError(f"no author {author_id}")
        return author

    async def list(self) -> list[Author]:
        return await self.authors.list()
