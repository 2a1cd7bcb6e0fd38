"""Routes of parcels."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Query
from fastapi.security import OAuth2PasswordBearer
from pydantic import BaseModel, ConfigDict, Field

from shop.db import Session
from shop.services.parcels import ParcelService

router = APIRouter(prefix="/parcels")
token = OAuth2PasswordBearer(tokenUrl="token")


def who(given: Annotated[str, Depends(token)]) -> str:
    """Whoever asks."""
    return given


class NewParcel(BaseModel):
    """A parcel to send."""

    label: str = Field(min_length=3, max_length=40)
    grams: int = Field(gt=0, le=20_000)
    note: str | None = None


class ShownParcel(BaseModel):
    """A parcel as callers see it."""

    model_config = ConfigDict(from_attributes=True)

    id: UUID
    label: str
    grams: int


def service_of(session: Session) -> ParcelService:
    """The service of one request."""
    return ParcelService(session)


Service = Annotated[ParcelService, Depends(service_of)]


@router.get("", response_model=list[ShownParcel])
async def list_parcels(
    service: Service, most: Annotated[int, Query(ge=1, le=50)] = 10
) -> object:
    """Every parcel."""
    return (await service.all())[:most]


@router.post("", status_code=201)
async def send_parcel(
    new: NewParcel, service: Service, sender: Annotated[str, Depends(who)]
) -> ShownParcel:
    """Send one."""
    return ShownParcel.model_validate(await service.send(new.label, new.grams))


@router.get("/{parcel_id}")
async def get_parcel(parcel_id: UUID, service: Service) -> ShownParcel:
    """The one with this key."""
    return ShownParcel.model_validate(await service.get(parcel_id))
