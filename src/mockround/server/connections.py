"""What a connection may keep us waiting for, and how much it may make us hold. uvicorn alone waits for ever: for the
rest of a request, for somebody who takes nothing more, and for the end of a header without an end."""

import asyncio
import socket
from dataclasses import dataclass
from http import HTTPStatus

import uvicorn
from starlette.responses import Response
from starlette.types import ASGIApp
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from mockround.server.problems import problem_response
from mockround.server.security import SECURITY_HEADERS

SILENT_S = 15
"""Somebody who acknowledges nothing, or takes nothing, for so long is gone. Streams say something as often."""
_PROBE_AFTER_S, _PROBE_EVERY_S = 10, 5
_MOST_HEAD = 64 * 1024
_MOST_DISCARDED = 64 * 1024 * 1024
"""More than any request may have: bytes of a request that was answered already, which are thrown away as they come."""
_LINGER_S = 2.0
"""After a refusal: closing upon bytes that were not read resets the connection, and the answer may be lost with it."""


@dataclass(frozen=True, slots=True)
class Patience:
    """Seconds for the head of a request and for its body, which gets a second more for so many bytes that came."""

    head_s: float = 20.0
    body_s: float = 20.0
    body_bytes_a_s: int = 4096


def server_config(app: ASGIApp, *, grace_s: int) -> uvicorn.Config:
    """Return how uvicorn is to serve; whatever is still open `grace_s` seconds after the end was asked for is cut."""
    return uvicorn.Config(
        app,
        http=Connection,
        log_config=None,
        access_log=False,
        server_header=False,
        timeout_graceful_shutdown=grace_s,
        proxy_headers=False,
    )


def notice_silence(listening: socket.socket) -> None:
    """Let the system end connections whose other side is gone without a word, or frozen; they inherit it from this one.

    A frozen reader still acknowledges: what gives it away is that it takes nothing. Where the system cannot tell,
    streams have a time limit of their own.
    """
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
    for name, value in (
        ("TCP_KEEPIDLE", _PROBE_AFTER_S),
        ("TCP_KEEPINTVL", _PROBE_EVERY_S),
        ("TCP_USER_TIMEOUT", SILENT_S * 1000),
    ):
        if (option := getattr(socket, name, None)) is not None:
            listening.setsockopt(socket.IPPROTO_TCP, option, value)


class Connection(HttpToolsProtocol):
    """Answers 408 to a request that does not come, 431 to a head that is too large, 400 to what is no HTTP."""

    patience = Patience()
    _due_at: float | None = None
    """By the loop's clock, when what is awaited must have come."""
    _alarm: asyncio.TimerHandle | None = None
    _is_begun = False
    _is_refused = False
    _has_advanced = False
    _head_bytes = 0
    _held_bytes = 0
    """What came since anything was told: the parser holds it."""
    _body_bytes = 0

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]  # as in uvicorn
        super().connection_made(transport)
        self._expect_within(self.patience.head_s)

    def connection_lost(self, exc: Exception | None) -> None:
        self._due_at = None
        if self._alarm is not None:
            self._alarm.cancel()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        if self._is_refused:
            return
        if self._due_at is None:
            self._expect_within(self.patience.head_s)
        self._has_advanced = False
        super().data_received(data)
        self._held_bytes = 0 if self._has_advanced else self._held_bytes + len(data)
        if self._held_bytes > _MOST_HEAD:
            self._refuse_head()

    def on_message_begin(self) -> None:
        self._is_begun = True
        self._head_bytes = self._body_bytes = 0
        super().on_message_begin()

    def on_url(self, url: bytes) -> None:
        self._head_bytes += len(url)
        super().on_url(url)

    def on_header(self, name: bytes, value: bytes) -> None:
        self._head_bytes += len(name) + len(value)
        super().on_header(name, value)

    def on_headers_complete(self) -> None:
        self._has_advanced = True
        if self._head_bytes > _MOST_HEAD and not self._is_refused:
            self._refuse_head()
        if self._is_refused:
            return
        self._expect_within(self.patience.body_s)
        super().on_headers_complete()

    def on_body(self, body: bytes) -> None:
        self._has_advanced = True
        if self._is_refused:
            return
        self._body_bytes += len(body)
        if self._body_bytes > _MOST_DISCARDED:
            self.transport.abort()
        super().on_body(body)

    def on_message_complete(self) -> None:
        self._has_advanced = True
        if self._is_refused:
            return
        self._due_at = None
        self._is_begun = False
        super().on_message_complete()

    def send_400_response(self, msg: str) -> None:  # noqa: ARG002 - uvicorn's words have no remedy
        self._refuse(400, "This is no HTTP request.", "Open the address in a browser, or send HTTP/1.1.")

    def _refuse_head(self) -> None:
        self._refuse(431, "The head of the request is too large.", "Send a shorter address and fewer headers.")

    def _expect_within(self, seconds: float) -> None:
        self._due_at = self.loop.time() + seconds
        if self._alarm is None:
            self._alarm = self.loop.call_at(self._due_at, self._ring)

    def _ring(self) -> None:
        """Look whether what was awaited has come. The alarm is set once for many requests, so it may be early."""
        self._alarm = None
        if self._due_at is None:
            return
        due_at = self._due_at + self._body_bytes / self.patience.body_bytes_a_s
        if self.loop.time() < due_at:
            self._alarm = self.loop.call_at(due_at, self._ring)
        elif self._is_begun:
            self._refuse(408, "The request did not come in time.", "Send it again, in one go.")
        else:
            self.transport.close()

    def _refuse(self, status: int, title: str, remedy: str) -> None:
        """Answer and take no more in. Within an answer that has begun there is no room for another: it is cut off."""
        self._is_refused = True
        self._due_at = None
        if self.cycle is not None and not self.cycle.response_complete:
            is_answering = self.cycle.response_started
            self.cycle.disconnected = True
            self.cycle.message_event.set()
            if is_answering:
                self.transport.abort()
                return
        self.transport.write(_written(problem_response(status, title, remedy=remedy)))
        if self.transport.can_write_eof():
            self.transport.write_eof()
        self.loop.call_later(_LINGER_S, self.transport.abort)


def _written(response: Response) -> bytes:
    """Return a response that ends its connection, as it goes over the wire."""
    status = HTTPStatus(response.status_code)
    headers = {**response.headers, **SECURITY_HEADERS, "Connection": "close"}
    lines = [f"HTTP/1.1 {status.value} {status.phrase}", *(f"{name}: {value}" for name, value in headers.items())]
    return "\r\n".join([*lines, "", ""]).encode("latin-1") + bytes(response.body)
