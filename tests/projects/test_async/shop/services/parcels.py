"""What can be done with parcels."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from shop.db import Parcel
from shop.errors import LabelTakenError, ParcelMissingError


class ParcelService:
    """Parcels, in one session."""

    def __init__(self, session: AsyncSession) -> None:
        self.session = session

    async def get(self, parcel_id: UUID) -> Parcel:
        """The parcel with this key."""
        parcel = await self.session.get(Parcel, parcel_id)
        if parcel is None:
            raise ParcelMissingError(parcel_id)
        return parcel

    async def all(self) -> Sequence[Parcel]:
        """Every parcel."""
        return (await self.session.scalars(select(Parcel))).all()

    async def by_label(self, label: str) -> Parcel | None:
        """The parcel with this label."""
        return await self.session.scalar(select(Parcel).where(Parcel.label == label))

    async def heavier(self, grams: int) -> Sequence[Parcel]:
        """Parcels that weigh more."""
        if grams < 0:
            raise ValueError("nothing weighs less than nothing")
        statement = select(Parcel).where(Parcel.grams > grams)
        return (await self.session.scalars(statement)).all()

    async def send(self, label: str, grams: int) -> Parcel:
        """A new parcel."""
        if await self.by_label(label):
            raise LabelTakenError(f"{label} exists already")
        parcel = Parcel(label=label, grams=grams)
        self.session.add(parcel)
        await self.session.commit()
        return parcel
