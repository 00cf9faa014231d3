"""A web site of somebody else's, and a note of everything that reaches ours from there."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from starlette.types import ASGIApp, Message, Receive, Scope, Send


@dataclass
class Arrivals:
    """Stands before an application and notes what came and what was answered."""

    app: ASGIApp
    seen: list[tuple[str, str, int]] = field(default_factory=list)
    """Method, path and status, in the order of the answers."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def noted(message: Message) -> None:
            if message["type"] == "http.response.start":
                self.seen.append((scope["method"], scope["path"], message["status"]))
            await send(message)

        await self.app(scope, receive, noted if scope["type"] == "http" else send)


@contextmanager
def page_elsewhere(html: str) -> Iterator[int]:
    """Serve one page on a port of its own, without any policy; yield the port."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(html.encode()))
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield server.server_address[1]
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def _handler(body: bytes) -> type[BaseHTTPRequestHandler]:
    class Page(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:
            """Keep quiet."""

    return Page
