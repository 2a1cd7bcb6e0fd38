from pydantic import BaseModel, ConfigDict, Field


class NoticeCreate(BaseModel):
    text: str = Field(max_length=200)
    wall_id: int


class NoticeRead(NoticeCreate):
    model_config = ConfigDict(from_attributes=True)

    id: int
