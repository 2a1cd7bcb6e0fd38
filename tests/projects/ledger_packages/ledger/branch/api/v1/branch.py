from typing import Annotated

from fastapi import APIRouter, Depends
from sqlalchemy.orm import Session

from ledger.branch.models import Branch
from ledger.branch.schemas import BranchCreate, BranchRead
from ledger.database import get_session

branch_router = APIRouter()


@branch_router.post("", response_model=BranchRead, status_code=201)
def add_branch(new: BranchCreate, session: Annotated[Session, Depends(get_session)]) -> Branch:
    branch = Branch(**new.model_dump())
    session.add(branch)
    session.commit()
    return branch
