from fastapi import APIRouter, Depends, HTTPException, status
from sqlalchemy import select
from sqlalchemy.orm import Session

from app import models, schemas
from app.database import get_db

router = APIRouter(prefix="/pages", tags=["pages"])


@router.post("/", response_model=schemas.Page, status_code=status.HTTP_201_CREATED)
def create_page(page: schemas.PageCreate, db: Session = Depends(get_db)):
    if db.get(models.Notebook, page.notebook_id) is None:
        raise HTTPException(status_code=404, detail="Notebook not found")
    found = models.Page(**page.model_dump())
    db.add(found)
    db.commit()
    return found


@router.get("/", response_model=list[schemas.Page])
def read_pages(skip: int = 0, limit: int = 100, db: Session = Depends(get_db)):
    return db.scalars(select(models.Page).offset(skip).limit(limit)).all()


@router.get("/{page_id}", response_model=schemas.Page)
def read_page(page_id: int, db: Session = Depends(get_db)):
    page = db.get(models.Page, page_id)
    if page is None:
        raise HTTPException(status_code=404, detail="Page not found")
    return page
