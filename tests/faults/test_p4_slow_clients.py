"""P4: who is slow, silent or idle is let go in time and told why, and keeps nobody else waiting meanwhile."""

import asyncio
import selectors
import socket
import time
from dataclasses import dataclass
from urllib.parse import urlsplit

import httpx2
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from mockround.config import LOOPBACK
from mockround.server.app import make_app
from mockround.server.connections import Connection, Patience
from mockround.server.security import Gate
from mockround.usecases.parts import Parts
from tests.support.promises import Tally
from tests.support.servers import serving_app
from tests.support.sockets import close, connected

IDLE = 200
SOON_S = 10.0
"""For a healthy request; the promise is a second, and machines that test may be busy."""
_DRIP = b"a"


class Impatient(Connection):
    patience = Patience(head_s=3.0, body_s=3.0)


@dataclass
class Slow:
    """A client that begins and does not go on. `drips`: but for a byte now and then."""

    begins: bytes
    drips: bool
    connection: socket.socket
    heard: bytes = b""
    is_over: bool = False

    @property
    def is_answered(self) -> bool:
        """Whoever has begun a request is told; to others there is nothing to say."""
        if not self.begins.strip():
            return not self.heard
        return self.heard.startswith(b"HTTP/1.1 408 ") and b'"remedy":' in self.heard


def opened(url: str, count: int) -> list[Slow]:
    head = f"POST /api/rounds HTTP/1.1\r\nHost: {urlsplit(url).netloc}\r\nContent-Type: application/json\r\n".encode()
    kinds = (
        (b"", False),
        (b"\r\n", False),
        (head, False),
        (head + b"X-Slow: ", True),
        (head + b"Content-Length: 1000000\r\n\r\n{", False),
        (head + b"Content-Length: 1000000\r\n\r\n{", True),
        (head + b"Transfer-Encoding: chunked\r\n\r\n1\r\n{\r\n", False),
    )
    found = [Slow(*kinds[number % len(kinds)], connected(url)) for number in range(count)]
    for each in found:
        each.connection.sendall(each.begins)
        each.connection.setblocking(False)
    return found


def kept(slow: list[Slow], within_s: float) -> list[Slow]:
    """Read what they are told, let them drip, and return those that are still connected after so many seconds."""
    until = time.monotonic() + within_s
    with selectors.DefaultSelector() as told:
        for each in slow:
            told.register(each.connection, selectors.EVENT_READ, each)
        while told.get_map() and time.monotonic() < until:
            for key, _ in told.select(0.2):
                _hear(key.data)
                if key.data.is_over:
                    told.unregister(key.fileobj)
            for each in slow:
                _drip(each)
    return [each for each in slow if not each.is_over]


def _hear(each: Slow) -> None:
    try:
        data = each.connection.recv(65536)
    except ConnectionError:
        data = b""
    each.heard += data
    each.is_over = not data


def _drip(each: Slow) -> None:
    if each.drips and not each.is_over and not each.heard:
        try:
            each.connection.send(_DRIP)
        except ConnectionError:
            each.is_over = True


def test_two_hundred_slow_clients_are_let_go_and_keep_nobody_waiting(parts: Parts, tally: Tally) -> None:
    connection, within_s = (Connection, 60.0) if tally.is_soak else (Impatient, 30.0)
    short: list[str] = []
    rounds = tally.times(quick=1, night=10)
    for _ in range(rounds):
        with serving_app(_site(parts), connection=connection) as url, httpx2.Client(base_url=url, timeout=60) as client:
            slow = opened(url, IDLE)
            try:
                short += [f"answered after {took:.1f} s" for took in _healthy(client) if took > SOON_S]
                short += [f"kept: {each.begins!r}" for each in kept(slow, within_s)]
                short += [f"{each.begins!r}: {each.heard!r}" for each in slow if each.is_over and not each.is_answered]
            finally:
                for each in slow:
                    close(each.connection)
    tally.held("P4", "slow, silent and idle clients, while healthy requests go on", tried=rounds * IDLE, short=short)


def _healthy(client: httpx2.Client) -> list[float]:
    """Create and start rounds; return the seconds of each request."""
    took = []
    for _ in range(10):
        began = time.monotonic()
        made = client.post("/api/rounds", json={"kind": "narrate", "topic": "read-heavy"})
        took.append(time.monotonic() - began)
        assert client.post(f"/api/rounds/{made.raise_for_status().json()['id']}/start").status_code == 202
        took.append(time.monotonic() - began)
    return took


def _site(parts: Parts) -> Gate:
    return Gate(make_app(parts), allowed_hosts=LOOPBACK)


def test_the_check_sees_a_server_that_waits_for_ever(parts: Parts, tally: Tally) -> None:
    waiting: type[asyncio.Protocol] = HttpToolsProtocol
    with serving_app(_site(parts), connection=waiting) as url:
        slow = opened(url, 14)
        still = kept(slow, 2 * Impatient.patience.head_s)
        for each in slow:
            close(each.connection)
    tally.control("P4", "a server that waits for the rest of a request for ever", tried=len(slow), caught=len(still))
