from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.models.tool import Tool
from app.schemas.tool import ToolCreate, ToolUpdate


def add_tool(db: Session, tool_in: ToolCreate) -> Tool:
    tool = Tool(**tool_in.model_dump())
    db.add(tool)
    db.commit()
    db.refresh(tool)
    return tool


def get_tool(db: Session, tool_id: UUID) -> Tool | None:
    return db.get(Tool, tool_id)


def list_tools(db: Session, skip: int, limit: int) -> Sequence[Tool]:
    return db.scalars(select(Tool).order_by(Tool.label).offset(skip).limit(limit)).all()


def update_tool(db: Session, tool_id: UUID, changes: ToolUpdate) -> Tool | None:
    tool = db.get(Tool, tool_id)
    if tool is None:
        return None
    for name, value in changes.model_dump(exclude_unset=True).items():
        setattr(tool, name, value)
    db.commit()
    db.refresh(tool)
    return tool


def remove_tool(db: Session, tool_id: UUID) -> bool:
    tool = db.get(Tool, tool_id)
    if tool is None:
        return False
    db.delete(tool)
    db.commit()
    return True
