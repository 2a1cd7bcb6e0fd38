from functools import lru_cache

from pydantic_settings import BaseSettings


class Settings(BaseSettings):
    database_url: str = "sqlite:///garage.db"
    opening_hour: int = 8


@lru_cache
def get_settings() -> Settings:
    return Settings()
