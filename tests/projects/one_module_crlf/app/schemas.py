from datetime import datetime

from pydantic import BaseModel, ConfigDict, Field


class NotebookBase(BaseModel):
    title: str = Field(min_length=1, max_length=100)


class NotebookCreate(NotebookBase):
    pass


class Notebook(NotebookBase):
    model_config = ConfigDict(from_attributes=True)

    id: int


class PageBase(BaseModel):
    text: str


class PageCreate(PageBase):
    notebook_id: int


class Page(PageBase):
    model_config = ConfigDict(from_attributes=True)

    id: int
    notebook_id: int
    written: datetime
