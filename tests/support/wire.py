"""HTTP by hand: requests that no client library would send, and answers as far as a test needs them."""

import contextlib
import socket
from collections.abc import Sequence
from dataclasses import dataclass
from typing import BinaryIO
from urllib.parse import urlsplit

_PATIENCE_S = 20.0

Headers = Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Answer:
    status: int
    headers: dict[str, str]
    body: bytes


def exchange(url: str, method: str, target: str, headers: Headers, body: bytes = b"") -> Answer:
    """Send these headers, exactly and in this order, and return the answer; of a stream, no more than its head."""
    lines = [f"{method} {target} HTTP/1.1", *(f"{name}: {value}" for name, value in headers)]
    if not any(name == "Connection" for name, _ in headers):
        lines.append("Connection: close")
    if body or method in ("POST", "PUT", "PATCH", "DELETE"):
        lines.append(f"Content-Length: {len(body)}")
    return said_to(url, "\r\n".join([*lines, "", ""]).encode("latin-1", "surrogateescape") + body)


def said_to(url: str, data: bytes, *, patience_s: float = _PATIENCE_S) -> Answer:
    """Send these bytes, which need not be HTTP, and return the answer, also one that comes before they are all sent.

    Raises TimeoutError or ConnectionError where none comes.
    """
    where = urlsplit(url)
    with socket.create_connection((where.hostname, where.port or 80), patience_s) as connection:
        with contextlib.suppress(BrokenPipeError, ConnectionResetError):
            connection.sendall(data)
        with connection.makefile("rb") as answer:
            return _read(answer)


def _read(answer: BinaryIO) -> Answer:
    if not (start := answer.readline()):
        raise ConnectionAbortedError("the connection was closed without an answer")
    status = int(start.split()[1])
    headers: dict[str, str] = {}
    while line := answer.readline().strip():
        name, _, value = line.decode("latin-1").partition(":")
        headers[name.lower()] = value.strip()
    is_stream = headers.get("content-type", "").startswith("text/event-stream")
    size = int(headers.get("content-length", -1))
    return Answer(status, headers, b"" if is_stream else answer.read(size))
