from functools import cache

from pydantic_settings import BaseSettings


class ClinicSettings(BaseSettings):
    database_url: str = 'sqlite+aiosqlite:///clinic.db'
    title: str = 'Clinic'


@cache
def load_settings() -> ClinicSettings:
    return ClinicSettings()
