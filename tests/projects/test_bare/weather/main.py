"""What the weather is like."""

from fastapi import APIRouter, FastAPI, HTTPException, status
from pydantic import BaseModel, EmailStr


class Town(BaseModel):
    """A town, and who asks for it."""

    name: str
    height: int = 0
    email: EmailStr


towns: dict[int, Town] = {}
router = APIRouter()


@router.get("/towns/{number}", response_model=Town)
def read_town(number: int) -> Town:
    town = towns.get(number)
    if town is None:
        raise HTTPException(status.HTTP_404_NOT_FOUND, "no such town")
    return town


@router.post("/towns", response_model=Town, status_code=status.HTTP_201_CREATED)
def add_town(town: Town) -> Town:
    towns[len(towns)] = town
    return town


@router.get("/ping")
async def test_ping() -> dict[str, str]:
    return {"pong": "yes"}


app = FastAPI()
for one in (router,):
    app.include_router(one)
