"""Alembic as the tests call it."""

from pathlib import Path

from alembic.config import Config

ROOT = Path(__file__).parents[1]


def alembic_config(url: str) -> Config:
    """The project's own configuration, pointed at another database."""
    config = Config(ROOT / "alembic.ini")
    config.set_main_option("sqlalchemy.url", url.replace("%", "%%"))
    return config
