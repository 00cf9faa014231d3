"""A way to a server that breaks: connections are cut after so many bytes, all at once, or lead to another server."""

import asyncio
import random
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from urllib.parse import urlsplit


@dataclass
class Way:
    """A proxy on its own port. It cuts so many connections at random bytes of what the server says, and no more."""

    target: str
    cuts: int = 0
    most_bytes: int = 6000
    dice: random.Random = field(default_factory=random.Random)
    url: str = ""
    made: int = 0
    """How many it has cut so far."""
    _open: set[asyncio.StreamWriter] = field(default_factory=set)

    def cut_all(self) -> None:
        for writer in list(self._open):
            writer.transport.abort()

    async def pass_on(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._open.add(writer)
        try:
            await self._passed_on(reader, writer)
        except (ConnectionError, asyncio.CancelledError):
            pass
        finally:
            self._open.discard(writer)
            writer.transport.abort() if self.dice.random() < 0.5 else writer.close()

    async def _passed_on(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        where = urlsplit(self.target)
        theirs, ours = await asyncio.open_connection(where.hostname, where.port)
        asking = asyncio.create_task(_pump(reader, ours))
        try:
            if self.made < self.cuts:
                await _pump(theirs, writer, self.dice.randint(0, self.most_bytes))
                self.made += 1
            else:
                await _pump(theirs, writer)
        finally:
            asking.cancel()
            ours.transport.abort()


@asynccontextmanager
async def way_to(target: str, *, cuts: int = 0, seed: int = 0) -> AsyncIterator[Way]:
    """Yield a way to `target`; its address is `url`."""
    way = Way(target, cuts, dice=random.Random(seed))
    server = await asyncio.start_server(way.pass_on, "127.0.0.1", 0)
    way.url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
    try:
        yield way
    finally:
        server.close()
        way.cut_all()
        with suppress(TimeoutError):
            await asyncio.wait_for(server.wait_closed(), 5)


async def _pump(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, most: int | None = None) -> None:
    """Pass bytes on until there are no more, or `most` of them."""
    while most is None or most > 0:
        data = await reader.read(65536 if most is None else min(most, 65536))
        if not data:
            return
        writer.write(data)
        await writer.drain()
        most = None if most is None else most - len(data)
