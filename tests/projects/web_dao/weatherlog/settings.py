"""Settings."""

from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    """Read from the environment, with a prefix."""

    db_file: str = "weatherlog.db"
    db_echo: bool = False

    @property
    def db_url(self) -> str:
        """The address of the database."""
        return f"sqlite+aiosqlite:///{self.db_file}"

    model_config = SettingsConfigDict(env_prefix="WEATHERLOG_", env_file=".env")


settings = Settings()
