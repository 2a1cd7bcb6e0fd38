"""The id of the request that is being answered."""

import re
from contextvars import ContextVar
from uuid import uuid4

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

HEADER = "X-Request-ID"

# no blanks or line ends: the id stands in logs
GOOD = re.compile(r"[A-Za-z0-9._-]{8,64}")

_current: ContextVar[str] = ContextVar("request_id", default="")


def request_id() -> str:
    """The id of the request; nothing outside of one."""
    return _current.get()


class RequestIdMiddleware:
    """Gives each request an id: the one that the caller sent, or a new one."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer the request, with its id in the header."""
        if scope["type"] == "lifespan":
            await self.app(scope, receive, send)
            return
        sent = Headers(scope=scope).get(HEADER, "")
        key = sent if GOOD.fullmatch(sent) else uuid4().hex
        # Not reset: the handler of unexpected errors runs outside of this, and a
        # server has a context for each request.
        _current.set(key)

        async def send_with_id(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message)[HEADER] = key
            await send(message)

        await self.app(scope, receive, send_with_id)
