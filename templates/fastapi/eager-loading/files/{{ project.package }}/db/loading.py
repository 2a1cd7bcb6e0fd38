"""Related rows loaded with those that are asked for, and nothing loaded unasked."""

from sqlalchemy import inspect
from sqlalchemy.orm import DeclarativeBase, Load, raiseload
from sqlalchemy.orm.interfaces import ORMOption


def eager(model: type[DeclarativeBase], *paths: str) -> list[ORMOption]:
    """Options of `select(model)` that load relationships, such as `lines.product`.

    What is one row is joined; what are many rows comes with one more query, however
    many there are. Any other relationship raises when it is touched, in place of a
    query for each row. `ValueError` for a name that is no relationship.
    """
    return [*(_along(model, path) for path in paths), raiseload("*")]


def _along(model: type[DeclarativeBase], path: str) -> Load:
    """The option for a path, relationship by relationship."""
    option, mapper = Load(model), inspect(model)
    for name in path.split("."):
        relationship = mapper.relationships.get(name)
        if relationship is None:
            raise ValueError(f"{mapper.class_.__name__} has no relationship {name!r}")
        attribute = relationship.class_attribute
        if relationship.uselist:
            option = option.selectinload(attribute)
        else:
            option = option.joinedload(attribute)
        mapper = relationship.mapper
    return option
