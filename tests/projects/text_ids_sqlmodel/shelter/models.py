from uuid import uuid4

from sqlmodel import Field, SQLModel


class KeeperBase(SQLModel):
    name: str = Field(max_length=60)


class Keeper(KeeperBase, table=True):
    id: str = Field(default_factory=lambda: str(uuid4()), primary_key=True)


class KeeperCreate(KeeperBase):
    pass


class KeeperPublic(KeeperBase):
    id: str


class AnimalBase(SQLModel):
    name: str = Field(max_length=60)
    keeper_id: str = Field(foreign_key="keeper.id")


class Animal(AnimalBase, table=True):
    id: str = Field(default_factory=lambda: str(uuid4()), primary_key=True)


class AnimalCreate(AnimalBase):
    pass


class AnimalPublic(AnimalBase):
    id: str
