from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    model_config = SettingsConfigDict(env_prefix="BILLING_")

    database_url: str = "postgresql+psycopg://localhost/billing"


settings = Settings()
