import uuid

from sqlmodel import Field, Relationship, SQLModel


class WarehouseBase(SQLModel):
    name: str = Field(unique=True, index=True, max_length=255)
    city: str | None = Field(default=None, max_length=255)


class WarehouseCreate(WarehouseBase):
    pass


class WarehouseUpdate(SQLModel):
    name: str | None = Field(default=None, max_length=255)
    city: str | None = Field(default=None, max_length=255)


class Warehouse(WarehouseBase, table=True):
    id: uuid.UUID = Field(default_factory=uuid.uuid4, primary_key=True)
    articles: list["Article"] = Relationship(back_populates="warehouse")


class WarehousePublic(WarehouseBase):
    id: uuid.UUID


class ArticleBase(SQLModel):
    title: str = Field(min_length=1, max_length=255)
    amount: int = 0


class ArticleCreate(ArticleBase):
    warehouse_id: uuid.UUID


class ArticleUpdate(SQLModel):
    title: str | None = Field(default=None, min_length=1, max_length=255)
    amount: int | None = None


class Article(ArticleBase, table=True):
    id: uuid.UUID = Field(default_factory=uuid.uuid4, primary_key=True)
    warehouse_id: uuid.UUID = Field(foreign_key="warehouse.id", ondelete="CASCADE")
    warehouse: Warehouse | None = Relationship(back_populates="articles")


class ArticlePublic(ArticleBase):
    id: uuid.UUID
    warehouse_id: uuid.UUID


class ArticlesPublic(SQLModel):
    data: list[ArticlePublic]
    count: int
