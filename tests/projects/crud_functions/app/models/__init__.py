from app.models.member import Member
from app.models.tool import Tool

__all__ = ["Member", "Tool"]
