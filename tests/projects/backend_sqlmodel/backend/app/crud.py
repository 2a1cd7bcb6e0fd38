import uuid

from sqlmodel import Session, select

from app.models import Article, ArticleCreate, Warehouse, WarehouseCreate


def create_warehouse(*, session: Session, data: WarehouseCreate) -> Warehouse:
    warehouse = Warehouse.model_validate(data)
    session.add(warehouse)
    session.commit()
    session.refresh(warehouse)
    return warehouse


def list_warehouses(*, session: Session) -> list[Warehouse]:
    return list(session.exec(select(Warehouse)).all())


def create_article(*, session: Session, data: ArticleCreate) -> Article:
    article = Article.model_validate(data)
    session.add(article)
    session.commit()
    session.refresh(article)
    return article


def get_article(*, session: Session, article_id: uuid.UUID) -> Article | None:
    return session.get(Article, article_id)
