from app.models.player import Player, PlayerCreate, PlayerRead
from app.models.team import Team, TeamCreate, TeamRead

__all__ = ["Player", "PlayerCreate", "PlayerRead", "Team", "TeamCreate", "TeamRead"]
