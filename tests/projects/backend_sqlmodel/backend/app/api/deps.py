from collections.abc import Generator
from typing import Annotated

from fastapi import Depends, Header, HTTPException
from sqlmodel import Session

from app.core.config import settings
from app.core.db import engine


def get_db() -> Generator[Session, None, None]:
    with Session(engine) as session:
        yield session


SessionDep = Annotated[Session, Depends(get_db)]


def get_current_caller(token: Annotated[str | None, Header()] = None) -> str:
    if token != settings.SECRET_TOKEN:
        raise HTTPException(status_code=401, detail="Not authenticated")
    return "caller"


CurrentCaller = Annotated[str, Depends(get_current_caller)]
