"""The service."""

from collections.abc import Callable
from typing import Annotated

from fastapi import Depends, FastAPI, Header, HTTPException, status
from fastapi.responses import PlainTextResponse, RedirectResponse
from fastapi.security import HTTPBearer

from ledger.bookings import Booking, Payer

app = FastAPI()
token = HTTPBearer()


def known(given: Annotated[object, Depends(token)]) -> str:
    """Whoever asks."""
    return str(given)


def only(name: str) -> Callable[..., None]:
    """Lets one through."""

    def check(asks: Annotated[str, Depends(known)]) -> None:
        if asks != name:
            raise HTTPException(status.HTTP_403_FORBIDDEN)

    return check


@app.get("/old")
def read_old() -> RedirectResponse:
    return RedirectResponse("/rates", status_code=status.HTTP_308_PERMANENT_REDIRECT)


@app.get("/rates")
def read_rates() -> PlainTextResponse:
    return PlainTextResponse("1.5")


@app.post("/bookings", status_code=status.HTTP_201_CREATED)
def book(booking: Booking) -> Booking:
    return booking


@app.post("/payers", status_code=status.HTTP_201_CREATED)
def add_payer(payer: Payer, x_asks: Annotated[int, Header()]) -> Payer:
    return payer


@app.delete("/bookings", status_code=204, dependencies=[Depends(only("root"))])
def forget() -> None:
    return None
