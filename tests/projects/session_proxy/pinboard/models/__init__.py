from pinboard.models.notice import Notice
from pinboard.models.wall import Wall

__all__ = ["Notice", "Wall"]
