"""A real HTTP server that answers as it is told to, or fails on purpose."""

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


@dataclass
class Asked:
    """A request that came in."""

    method: str
    path: str
    authorization: str | None
    body: bytes


Step = Callable[[BaseHTTPRequestHandler], None]


@dataclass
class ApiServer:
    """Each request takes the next step; the last one stays."""

    url: str = ""
    steps: list[Step] = field(default_factory=list)
    asked: list[Asked] = field(default_factory=list)
    over: threading.Event = field(default_factory=threading.Event)

    def next_step(self) -> Step:
        """What to do with the next request."""
        return self.steps.pop(0) if len(self.steps) > 1 else self.steps[0]

    def hang(self, _handler: BaseHTTPRequestHandler) -> None:
        """Say nothing until the test is over."""
        self.over.wait(30)

    def drip(self, handler: BaseHTTPRequestHandler) -> None:
        """Answer byte by byte, without an end."""
        handler.send_response(200)
        handler.end_headers()
        with suppress(OSError):
            while not self.over.wait(0.02):
                handler.wfile.write(b" ")


def answer(
    body: object = None, *, status: int = 200, raw: bytes | None = None, **headers: str
) -> Step:
    """A step that answers with JSON, or with these bytes."""

    def step(handler: BaseHTTPRequestHandler) -> None:
        content = json.dumps(body).encode() if raw is None else raw
        handler.send_response(status)
        handler.send_header("Content-Length", str(len(content)))
        for name, value in headers.items():
            handler.send_header(name.replace("_", "-"), value)
        handler.end_headers()
        handler.wfile.write(content)

    return step


def hang_up(handler: BaseHTTPRequestHandler) -> None:
    """Close the connection without a word."""
    handler.close_connection = True


def tear(handler: BaseHTTPRequestHandler) -> None:
    """Close the connection in the middle of the answer."""
    handler.send_response(200)
    handler.send_header("Content-Length", "100")
    handler.end_headers()
    handler.wfile.write(b'{"id": "1", ')
    handler.close_connection = True


@contextmanager
def running() -> Iterator[ApiServer]:
    """The server, as long as it is used."""
    api = ApiServer()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def answer(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            authorization = self.headers.get("Authorization")
            api.asked.append(Asked(self.command, self.path, authorization, body))
            api.next_step()(self)

        def __getattr__(self, name: str) -> Callable[[], None]:
            if name.startswith("do_"):
                return self.answer
            raise AttributeError(name)

        def log_message(self, format: str, *args: object) -> None:
            """Say nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        api.url = f"http://127.0.0.1:{server.server_port}"
        serve = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
        serve.start()
        yield api
        api.over.set()
        server.shutdown()
