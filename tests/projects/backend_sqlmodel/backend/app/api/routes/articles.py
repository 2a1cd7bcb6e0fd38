import uuid
from typing import Any

from fastapi import APIRouter, HTTPException
from sqlmodel import func, select

from app import crud
from app.api.deps import CurrentCaller, SessionDep
from app.models import (
    Article,
    ArticleCreate,
    ArticlePublic,
    ArticlesPublic,
    ArticleUpdate,
)

router = APIRouter(prefix="/articles", tags=["articles"])


@router.get("/", response_model=ArticlesPublic)
def read_articles(
    session: SessionDep, caller: CurrentCaller, skip: int = 0, limit: int = 100
) -> Any:
    count = session.exec(select(func.count()).select_from(Article)).one()
    articles = session.exec(select(Article).offset(skip).limit(limit)).all()
    return ArticlesPublic(data=articles, count=count)


@router.get("/{id}", response_model=ArticlePublic)
def read_article(session: SessionDep, caller: CurrentCaller, id: uuid.UUID) -> Any:
    article = crud.get_article(session=session, article_id=id)
    if not article:
        raise HTTPException(status_code=404, detail="Article not found")
    return article


@router.post("/", response_model=ArticlePublic)
def create_article(
    session: SessionDep, caller: CurrentCaller, article_in: ArticleCreate
) -> Any:
    return crud.create_article(session=session, data=article_in)


@router.put("/{id}", response_model=ArticlePublic)
def update_article(
    session: SessionDep, caller: CurrentCaller, id: uuid.UUID, article_in: ArticleUpdate
) -> Any:
    article = crud.get_article(session=session, article_id=id)
    if not article:
        raise HTTPException(status_code=404, detail="Article not found")
    article.sqlmodel_update(article_in.model_dump(exclude_unset=True))
    session.add(article)
    session.commit()
    session.refresh(article)
    return article
