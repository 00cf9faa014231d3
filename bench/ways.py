"""Three ways on which a reply comes to its reader: from upstream itself, through a bare relay, through MockRound.

Readers are raw sockets that note a moment for every read and nothing else; what was said is made out afterwards.
"""

import asyncio
import json
import time
import urllib.request
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Protocol, cast

from bench.arrivals import Heard, at_once, by_sentence
from bench.processes import Served
from mockround.usecases.demo import SCRIPT

TURNS = SCRIPT[1:-1]
"""Answers after which a model is asked to phrase the next question: the first is a question, the last a farewell."""
_ENDS = {"direct": b"data: [DONE]", "relay": b"event: done", "mockround": b"event: interviewer-spoke"}


class Way(Protocol):
    """Who calls: `waves.py`. `server` is the process between, if any; `due` tells when a token may be shown."""

    @property
    def name(self) -> str: ...

    @property
    def server(self) -> Served | None: ...

    def due(self, tokens: Sequence[str]) -> list[int]: ...

    async def prepare(self, lanes: int) -> None: ...

    async def take(self, lane: int, turn: int) -> Heard: ...


class Line(asyncio.Protocol):
    """One connection. Notes what comes and when, and knows its end by a word."""

    def __init__(self, end: bytes) -> None:
        self._end = end
        self._tail = b""
        self.restart()

    def restart(self) -> None:
        self.notes: list[tuple[float, bytes]] = []
        self.ended = asyncio.Event()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = cast(asyncio.Transport, transport)

    def data_received(self, data: bytes) -> None:
        self.notes.append((time.monotonic(), data))
        recent = self._tail + data
        if self._end in recent:
            self.ended.set()
            recent = b""
        self._tail = recent[-len(self._end) :]

    def connection_lost(self, exc: Exception | None) -> None:  # noqa: ARG002 - the protocol's
        self.ended.set()


async def line_to(port: int, request: bytes, end: bytes) -> Line:
    _, line = await asyncio.get_running_loop().create_connection(lambda: Line(end), "127.0.0.1", port)
    line.transport.write(request)
    return line


def request(method: str, path: str, body: object = None) -> bytes:
    head = f"{method} {path} HTTP/1.1\r\nHost: 127.0.0.1\r\n"
    if body is None:
        return f"{head}\r\n".encode()
    data = json.dumps(body).encode()
    return f"{head}Content-Type: application/json\r\nContent-Length: {len(data)}\r\n\r\n".encode() + data


def events(notes: Sequence[tuple[float, bytes]]) -> Iterator[tuple[float, str, str]]:
    """Yield each event with its moment, type and data. Sizes of HTTP chunks read as fields that nobody knows."""
    rest, kind, told = b"", "message", ""
    for at, data in notes:
        *lines, rest = (rest + data).split(b"\n")
        for line in (each.rstrip(b"\r").decode() for each in lines):
            if line.startswith("event:"):
                kind = line[6:].strip()
            elif line.startswith("data:"):
                told = line[5:].strip()
            elif not line and told:
                yield at, kind, told
                kind, told = "message", ""


def question(lane: int, turn: int) -> dict[str, str]:
    """Return what a relay is asked: about as long as what MockRound asks."""
    told = "\n".join(f"Candidate: {said}" for said in TURNS[:turn])
    return {"system": "You interview. " * 80, "user": f"{told}\nCandidate, take {lane}-{turn}. Ask now."}


@dataclass
class Direct:
    upstream: Served
    name = "direct"
    server = None

    def due(self, tokens: Sequence[str]) -> list[int]:
        return at_once(tokens)

    async def prepare(self, lanes: int) -> None:
        pass

    async def take(self, lane: int, turn: int) -> Heard:
        asked = question(lane, turn)
        messages = [{"role": role, "content": asked[role]} for role in ("system", "user")]
        posted_at = time.monotonic()
        sent = request("POST", "/v1/chat/completions", {"model": "scripted", "stream": True, "messages": messages})
        line = await line_to(self.upstream.port, sent, _ENDS[self.name])
        await line.ended.wait()
        line.transport.close()
        frames = [(at, json.loads(told)) for at, _, told in events(line.notes) if told != "[DONE]"]
        choices = [(at, choice) for at, frame in frames for choice in frame["choices"]]
        return Heard(posted_at, tuple((at, choice["delta"].get("content", "")) for at, choice in choices))


@dataclass
class Relay:
    server: Served
    name = "relay"

    def due(self, tokens: Sequence[str]) -> list[int]:
        return at_once(tokens)

    async def prepare(self, lanes: int) -> None:
        pass

    async def take(self, lane: int, turn: int) -> Heard:
        posted_at = time.monotonic()
        line = await line_to(self.server.port, request("POST", "/relay", question(lane, turn)), _ENDS[self.name])
        await line.ended.wait()
        line.transport.close()
        told = [(at, json.loads(data)) for at, kind, data in events(line.notes) if kind == "delta"]
        return Heard(posted_at, tuple((at, delta["text"]) for at, delta in told))


@dataclass
class Rounds:
    """Rounds of MockRound, one a lane, each with a page open on it."""

    server: Served
    lanes: list[tuple[str, Line]] = field(default_factory=list)
    name = "mockround"

    def due(self, tokens: Sequence[str]) -> list[int]:
        return by_sentence(tokens)

    async def prepare(self, lanes: int) -> None:
        """Begin new rounds and hear their openings."""
        for _, line in self.lanes:
            line.transport.close()
        self.lanes = [await self._begun() for _ in range(lanes)]

    async def _begun(self) -> tuple[str, Line]:
        wanted = {"kind": "full", "problem": "url-shortener", "level": "senior", "minutes": 60}
        created = await asyncio.to_thread(self._post, "/api/rounds", wanted)
        path = f"/api/rounds/{created['id']}"
        line = await line_to(self.server.port, request("GET", f"{path}/stream"), _ENDS[self.name])
        await asyncio.to_thread(self._post, f"{path}/start", None)
        await line.ended.wait()
        return path, line

    async def take(self, lane: int, turn: int) -> Heard:
        path, line = self.lanes[lane]
        line.restart()
        body = {"text": f"My answer, take {lane}-{turn}. {TURNS[turn]}"}
        posted_at = time.monotonic()
        posted = await line_to(self.server.port, request("POST", f"{path}/turns", body), b"\0")
        await line.ended.wait()
        posted.transport.close()
        return Heard(posted_at, tuple(_said(line.notes)))

    def _post(self, path: str, body: object) -> dict[str, str]:
        url, data = f"http://127.0.0.1:{self.server.port}{path}", json.dumps(body or {}).encode()
        asked = urllib.request.Request(url, data, {"Content-Type": "application/json"}, method="POST")
        with urllib.request.urlopen(asked, timeout=60) as answer:
            told: dict[str, str] = json.load(answer)
            return told


def _said(notes: Sequence[tuple[float, bytes]]) -> Iterator[tuple[float, str]]:
    """Yield the words of the turn as they appear; what no delta brought comes with the finished turn."""
    shown = 0
    for at, kind, data in events(notes):
        told = json.loads(data)
        if kind == "delta" and told["offset"] == shown:
            shown += len(told["text"])
            yield at, told["text"]
        elif kind == "interviewer-spoke":
            yield at, told["event"]["text"][shown:]
