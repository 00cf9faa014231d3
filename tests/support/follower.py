"""A page's feed without a browser: resumes by the rules of EventSource and of web/lib/feed.ts, and notes what the
server sent twice or left out."""

import asyncio
import codecs
import json
import re
from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

_LINE_END = re.compile(r"\r\n|\n|\r(?!$)")
_LOST = (ConnectionError, asyncio.IncompleteReadError, asyncio.LimitOverrunError)


@dataclass
class Follower:
    """Follows the round at `path` of the server at `url` after event `seq`. Of each wait it waits the share `hurry`."""

    url: str
    path: str
    seq: int = 0
    hurry: float = 0.02
    events: list[dict[str, Any]] = field(default_factory=list)
    """What the page was told, in order."""
    faults: list[str] = field(default_factory=list)
    """What the stream sent twice or left out, and words under way that did not become the turn."""
    retries: set[int] = field(default_factory=set)
    """Milliseconds after which the server asked it to come back, one for each time that it connected."""
    words: str = ""
    _last_id: str = ""
    _from: int = 0
    _retry_ms: int = 1000

    async def follow(self) -> None:
        """Follow until nothing more will come."""
        self._from = self.seq
        while True:
            try:
                async for name, ident, data in self._stream():
                    if name == "done":
                        return
                    self._dispatch(name, ident, json.loads(data))
                    await self._close_gap()
            except _LOST:
                pass
            except _RefusedError:
                # EventSource gives up for good; the feed polls and opens another one.
                self._from, self._last_id = self.seq, ""
                if await self._poll():
                    return
            await asyncio.sleep(self._retry_ms / 1000 * self.hurry)

    async def _stream(self) -> AsyncIterator[tuple[str, str, str]]:
        """Open the stream and yield its whole events; what was cut off within one is dropped, its number too."""
        resumed = {"Last-Event-ID": self._last_id} if self._last_id else {}
        reader, writer = await self._asked(f"{self.path}/stream?after={self._from}", resumed)
        try:
            if await _status(reader) != 200:
                raise _RefusedError
            name, ident, data = "message", "", ""
            async for line in _lines(reader):
                key, _, value = line.partition(":")
                value = value.removeprefix(" ")
                if not line and data:
                    yield name, ident, data
                if not line:
                    name, ident, data = "message", "", ""
                elif key == "retry":
                    self._retry_ms = int(value)
                    self.retries.add(self._retry_ms)
                name, ident, data = {
                    "event": (value, ident, data),
                    "id": (name, value, data),
                    "data": (name, ident, data + value),
                }.get(key, (name, ident, data))
        finally:
            writer.close()

    def _dispatch(self, name: str, ident: str, told: dict[str, Any]) -> None:
        if ident:
            expected = int(self._last_id or self._from) + 1
            if int(ident) != expected:
                self.faults.append(f"sent event {ident} where {expected} was next")
            self._last_id = ident
            self._take(told)
        elif name == "delta":
            self.words = self.words[: told["offset"]] + told["text"]

    def _take(self, told: dict[str, Any]) -> None:
        if told["seq"] != self.seq + 1:
            return
        self.seq = told["seq"]
        self.events.append(told)
        if told["type"] == "interviewer-spoke":
            if not told["event"]["text"].startswith(self.words):
                self.faults.append(f"{self.words!r} became {told['event']['text']!r}")
            self.words = ""

    async def _close_gap(self) -> None:
        if self._last_id and int(self._last_id) > self.seq:
            await self._poll()

    async def _poll(self) -> bool:
        """Read on from the last event; tell whether nothing more will come."""
        try:
            reader, writer = await self._asked(f"{self.path}/events?after={self.seq}", {"Connection": "close"})
            try:
                await _status(reader)
                news = json.loads(await reader.read())
            finally:
                writer.close()
        except (*_LOST, ValueError):
            return False
        for told in news["events"]:
            self._take(told)
        return bool(news["done"])

    async def _asked(self, target: str, headers: dict[str, str]) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        where = urlsplit(self.url)
        reader, writer = await asyncio.open_connection(where.hostname, where.port)
        lines = [f"GET {target} HTTP/1.1", "Host: localhost", *(f"{name}: {headers[name]}" for name in headers), "", ""]
        writer.write("\r\n".join(lines).encode("ascii"))
        return reader, writer


def logged(events: Sequence[Mapping[str, Any]]) -> list[tuple[int, str, Any]]:
    """Return what the log says of events that were told. How they are shown may change with the round's state."""
    return [(told["seq"], told["at"], told["event"]) for told in events]


class _RefusedError(Exception):
    """An answer that is no stream."""


async def _status(reader: asyncio.StreamReader) -> int:
    head = await reader.readuntil(b"\r\n\r\n")
    return int(head.split()[1])


async def _lines(reader: asyncio.StreamReader) -> AsyncIterator[str]:
    """Yield the whole lines of a chunked body as they come; the body's end is the end of the connection, too."""
    decoder, text = codecs.getincrementaldecoder("utf-8")(), ""
    while (size := int((await reader.readuntil(b"\r\n")).strip(), 16)) > 0:
        *whole, text = _LINE_END.split(text + decoder.decode((await reader.readexactly(size + 2))[:-2]))
        for line in whole:
            yield line
