from uuid import UUID

from fastapi import APIRouter, Depends, HTTPException
from sqlalchemy.orm import Session

from app.crud import tool as tool_crud
from app.database import get_db
from app.models import Tool
from app.schemas.tool import ToolCreate, ToolOut, ToolUpdate

router = APIRouter(prefix="/tools", tags=["tools"])


@router.post("", response_model=ToolOut, status_code=201)
def add(new: ToolCreate, db: Session = Depends(get_db)) -> Tool:
    return tool_crud.add_tool(db, new)


@router.get("/{tool_id}", response_model=ToolOut)
def read(tool_id: UUID, db: Session = Depends(get_db)) -> Tool:
    tool = tool_crud.get_tool(db, tool_id)
    if tool is None:
        raise HTTPException(status_code=404, detail="Tool not found")
    return tool


@router.patch("/{tool_id}", response_model=ToolOut)
def change(tool_id: UUID, changes: ToolUpdate, db: Session = Depends(get_db)) -> Tool:
    tool = tool_crud.update_tool(db, tool_id, changes)
    if tool is None:
        raise HTTPException(status_code=404, detail="Tool not found")
    return tool


@router.delete("/{tool_id}", status_code=204)
def remove(tool_id: UUID, db: Session = Depends(get_db)) -> None:
    if not tool_crud.remove_tool(db, tool_id):
        raise HTTPException(status_code=404, detail="Tool not found")
