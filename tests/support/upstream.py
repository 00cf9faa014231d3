"""A model server on a real socket that does what a test tells it to, and remembers what it was asked.

    async with upstream(Fault.RESET) as server:          # or `with`, in a test that is not async
        model = chat_model("openai", server.url, "m", lambda: "key")
        ...
        assert len(server.requests) == 1

It runs in a thread with a loop of its own, so it goes on while a test's loop, or a whole server under test, is busy.
Answers are given in order, one a request, the last one for ever. What can be answered stands in `answers.py`.
"""

import asyncio
import json
import socket
import struct
import threading
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass
from types import TracebackType
from typing import Any, Self

_PATIENCE_S = 10.0


@dataclass
class Request:
    """One request as it came. `headers` have lower-case names."""

    method: str
    path: str
    headers: dict[str, str]
    body: bytes
    sent: int = 0
    """Bytes of the answer that left us."""
    is_left: bool = False
    """The caller closed its connection before the answer was complete."""

    @property
    def json(self) -> dict[str, Any]:
        read: dict[str, Any] = json.loads(self.body)
        return read


@dataclass
class Caller:
    """Who waits for an answer, and how to give it. Each write is a TCP segment of its own."""

    request: Request
    elsewhere_url: str
    pace_s: float
    writer: asyncio.StreamWriter

    async def send(self, data: bytes) -> None:
        self.writer.write(data)
        await self.writer.drain()
        # Without it a caller that reads fast would keep an endless answer from ever being stopped.
        await asyncio.sleep(0)
        self.request.sent += len(data)

    async def begin(self, status: int, headers: dict[str, str]) -> None:
        lines = [f"HTTP/1.1 {status} Scripted", *(f"{name}: {value}" for name, value in headers.items())]
        await self.send("\r\n".join([*lines, "Connection: close", "", ""]).encode("latin-1"))

    async def whole(self, status: int, body: bytes, headers: dict[str, str]) -> None:
        await self.begin(status, {"Content-Length": str(len(body)), **headers})
        await self.send(body)

    async def begin_stream(self, headers: dict[str, str] | None = None) -> None:
        """Start a chunked answer; `piece` goes on with it, and `end` ends it as HTTP wants it."""
        await self.begin(200, {"Content-Type": "text/event-stream", "Transfer-Encoding": "chunked", **(headers or {})})

    async def piece(self, data: bytes) -> None:
        await self.send(b"%x\r\n%b\r\n" % (len(data), data))

    async def end(self) -> None:
        await self.send(b"0\r\n\r\n")

    async def pause(self) -> None:
        await asyncio.sleep(self.pace_s)

    async def hang(self) -> None:
        """Say nothing more and keep the connection, until the caller leaves or the test is over."""
        await asyncio.Event().wait()

    def reset(self) -> None:
        """Break the connection with a TCP reset."""
        self.writer.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.writer.transport.abort()


Answer = Callable[[Caller], Awaitable[None]]


def upstream(*answers: Answer, pace_s: float = 0.01) -> "Upstream":
    """Return a server that gives these answers. `pace_s` is the time between two tokens where an answer has one."""
    return Upstream(answers, pace_s)


class Upstream:
    """A running server, once it is entered with `with` or `async with`."""

    def __init__(self, answers: tuple[Answer, ...], pace_s: float) -> None:
        assert answers, "a server without an answer"
        self.requests: list[Request] = []
        self.elsewhere: list[Request] = []
        """What came to the second port, to which redirects point. It answers everything with 204."""
        self._answers = list(answers)
        self._pace_s = pace_s
        self._ports = (0, 0)
        self._is_ready = threading.Event()
        self._talks: set[asyncio.Task[None]] = set()
        self._bugs: list[BaseException] = []
        self._thread = threading.Thread(target=lambda: asyncio.run(self._serve()), daemon=True)

    @property
    def url(self) -> str:
        """The API's root, as a profile names it."""
        return f"http://127.0.0.1:{self._ports[0]}/v1"

    @property
    def elsewhere_url(self) -> str:
        return f"http://127.0.0.1:{self._ports[1]}/v1"

    async def caller_left(self, number: int = 0) -> None:
        """Wait until the caller of a request has closed its connection; fail after ten seconds."""
        async with asyncio.timeout(_PATIENCE_S):
            while len(self.requests) <= number or not self.requests[number].is_left:
                await asyncio.sleep(0.005)

    def __enter__(self) -> Self:
        self._thread.start()
        assert self._is_ready.wait(_PATIENCE_S), "the scripted server did not start"
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._loop.call_soon_threadsafe(self._is_over.set)
        self._thread.join(_PATIENCE_S)
        assert not self._thread.is_alive(), "the scripted server did not stop"
        if self._bugs and error is None:
            raise self._bugs[0]

    async def __aenter__(self) -> Self:
        return self.__enter__()

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None
    ) -> None:
        self.__exit__(kind, error, at)

    async def _serve(self) -> None:
        self._loop, self._is_over = asyncio.get_running_loop(), asyncio.Event()
        here = await asyncio.start_server(self._answered, "127.0.0.1", 0)
        there = await asyncio.start_server(self._noted, "127.0.0.1", 0)
        self._ports = (here.sockets[0].getsockname()[1], there.sockets[0].getsockname()[1])
        async with here, there:
            self._is_ready.set()
            await self._is_over.wait()
            for talk in self._talks:
                talk.cancel()
            await asyncio.gather(*self._talks, return_exceptions=True)

    async def _answered(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await self._talk(reader, writer, self.requests)

    async def _noted(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await self._talk(reader, writer, self.elsewhere)

    async def _talk(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, kept: list[Request]) -> None:
        talk = asyncio.current_task()
        assert talk is not None
        self._talks.add(talk)
        try:
            with suppress(ConnectionError, asyncio.IncompleteReadError):
                request = await _request(reader, writer)
                kept.append(request)
                answer = self._next_answer() if kept is self.requests else _nothing
                caller = Caller(request, self.elsewhere_url, self._pace_s, writer)
                await _until_left(answer(caller), reader, request)
        except asyncio.CancelledError:
            # The test is over, and whoever still waits may never read: nothing is flushed to it.
            writer.transport.abort()
        except Exception as bug:  # noqa: BLE001 - it is raised where the test ends
            self._bugs.append(bug)
        finally:
            self._talks.discard(talk)
            writer.close()
            with suppress(ConnectionError):
                await writer.wait_closed()

    def _next_answer(self) -> Answer:
        return self._answers.pop(0) if len(self._answers) > 1 else self._answers[0]


async def _nothing(caller: Caller) -> None:
    await caller.begin(204, {})


async def _request(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> Request:
    start = await reader.readexactly(1)
    if not start.isalpha():
        writer.write(b"HTTP/1.1 400 Bad Request\r\n\r\n")
        raise ConnectionAbortedError("the caller speaks TLS, as to an https address")
    head = (start + await reader.readuntil(b"\r\n\r\n")).decode("latin-1").rstrip("\r\n").split("\r\n")
    method, path, _ = head[0].split(" ", 2)
    headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in head[1:])}
    body = await reader.readexactly(int(headers.get("content-length", "0")))
    return Request(method, path, headers, body)


async def _until_left(answer: Awaitable[None], reader: asyncio.StreamReader, request: Request) -> None:
    """Give an answer for as long as somebody waits for it."""
    answering = asyncio.ensure_future(answer)
    leaving = asyncio.ensure_future(reader.read(1))
    try:
        await asyncio.wait({answering, leaving}, return_when=asyncio.FIRST_COMPLETED)
        request.is_left = not answering.done()
    finally:
        leaving.cancel()
        if not answering.done():
            answering.cancel()
        results = await asyncio.gather(answering, leaving, return_exceptions=True)
    request.is_left = request.is_left or isinstance(results[0], ConnectionError)
    if isinstance(results[0], Exception) and not isinstance(results[0], ConnectionError):
        raise results[0]
