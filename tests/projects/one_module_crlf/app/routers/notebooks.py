from fastapi import APIRouter, Depends, HTTPException, status
from sqlalchemy import select
from sqlalchemy.orm import Session

from app import models, schemas
from app.database import get_db

router = APIRouter(prefix="/notebooks", tags=["notebooks"])


@router.post("/", response_model=schemas.Notebook, status_code=status.HTTP_201_CREATED)
def create_notebook(notebook: schemas.NotebookCreate, db: Session = Depends(get_db)):
    if db.scalar(select(models.Notebook).where(models.Notebook.title == notebook.title)):
        raise HTTPException(status_code=400, detail="Title is taken")
    found = models.Notebook(title=notebook.title)
    db.add(found)
    db.commit()
    return found


@router.get("/{notebook_id}", response_model=schemas.Notebook)
def read_notebook(notebook_id: int, db: Session = Depends(get_db)):
    notebook = db.get(models.Notebook, notebook_id)
    if notebook is None:
        raise HTTPException(status_code=404, detail="Notebook not found")
    return notebook


@router.delete("/{notebook_id}", status_code=status.HTTP_204_NO_CONTENT)
def delete_notebook(notebook_id: int, db: Session = Depends(get_db)):
    notebook = db.get(models.Notebook, notebook_id)
    if notebook is None:
        raise HTTPException(status_code=404, detail="Notebook not found")
    db.delete(notebook)
    db.commit()
