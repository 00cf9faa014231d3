"""The lean client: OpenAI's chat protocol over HTTP, for every endpoint that speaks it. Sees every byte itself.

What upstream writes in an error never leaves this room: it is classified and dropped, because it may echo the key.
"""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from urllib.parse import urlsplit
from urllib.request import getproxies, proxy_bypass

import aiohttp

from mockround.llm.connecting import unconnected
from mockround.llm.dialect import Dialect
from mockround.llm.failures import Trouble
from mockround.llm.frames import frame_of, pieces_of, usage_of
from mockround.llm.port import Ask, ModelFailure, Thought, Usage, Words
from mockround.llm.refusals import trouble_of
from mockround.llm.retry_after import retry_after_s
from mockround.llm.secrets import fits_a_header
from mockround.llm.server_events import ServerEvent, ServerEvents
from mockround.llm.upstream import CallAgain, Stopped, Together

LOOPBACK = frozenset({"127.0.0.1", "::1", "localhost"})
_LONGEST_REPLY = 8 * 1024 * 1024
_LONGEST_REFUSAL = 64 * 1024
_CONNECT_S = 5.0
_REFUSAL_S = 3.0
_AFTERWARDS_S = 1.0
"""How long the token count may take after the reply is complete."""


class OpenAIChat:
    """One endpoint and model. Learns which of the protocol's dialects the endpoint speaks, and keeps to it."""

    def __init__(self, endpoint: str, model: str, key: Callable[[], str | None]) -> None:
        """`endpoint` is the API's root, as in http://127.0.0.1:8080/v1; `key` is asked at each call."""
        self._url = _address(f"{endpoint.rstrip('/')}/chat/completions")
        self._key = key
        self._dialect = Dialect(model)

    async def stream(self, ask: Ask) -> AsyncIterator[Together]:
        if self._url is None:
            raise ModelFailure(Trouble.DNS)
        key = self._key()
        headers = {"Accept": "text/event-stream, application/json", "Accept-Encoding": "identity"}
        if not fits_a_header(key):
            # No header can carry it, and the transport's own error would quote it.
            raise ModelFailure(Trouble.KEY_REJECTED)
        if key:
            headers["Authorization"] = f"Bearer {key}"
        shape, body = self._dialect.shape if ask.schema else "prompt", self._dialect.body(ask)
        with _translated():
            async with (
                _session() as session,
                session.post(
                    self._url, json=body, headers=headers, allow_redirects=False, proxy=_proxy(self._url)
                ) as response,
            ):
                if response.status != 200:
                    raise await self._refused(response, ask, body, has_key=bool(key))
                async for pieces in _pieces(response, ask):
                    last = pieces[-1]
                    yield [*pieces[:-1], replace(last, shape=shape)] if isinstance(last, Stopped) else pieces

    async def _refused(
        self, response: aiohttp.ClientResponse, ask: Ask, sent: Mapping[str, object], *, has_key: bool
    ) -> Exception:
        said = await _start_of(response.content)
        if response.status in (400, 422, 500, 501) and self._dialect.learns(said.lower(), ask, sent):
            return CallAgain()
        trouble = trouble_of(response.status, said, has_key=has_key)
        return ModelFailure(trouble, retry_after_s=retry_after_s(response.headers, datetime.now(UTC)))


def _address(url: str) -> str | None:
    """Return `url`; None where it is no address at all."""
    try:
        parts = urlsplit(url)
        return url if parts.hostname and parts.port != 0 else None
    except ValueError:
        return None


def _session() -> aiohttp.ClientSession:
    """Return what holds one call: nothing of it outlives the call, neither a connection nor a cookie."""
    return aiohttp.ClientSession(
        connector=aiohttp.TCPConnector(force_close=True, resolver=aiohttp.ThreadedResolver()),
        timeout=aiohttp.ClientTimeout(total=None, sock_connect=_CONNECT_S),
        cookie_jar=aiohttp.DummyCookieJar(),
        auto_decompress=False,
    )


def _proxy(url: str) -> str | None:
    """Return the environment's proxy for the outside; it could not reach this machine.

    Not by aiohttp's own setting for it, which would also send what ~/.netrc holds for the host.
    """
    host, scheme = urlsplit(url).hostname or "", urlsplit(url).scheme
    if host in LOOPBACK or proxy_bypass(host):
        return None
    known = getproxies()
    return known.get(scheme) or known.get("all")


async def _pieces(response: aiohttp.ClientResponse, ask: Ask) -> AsyncIterator[Together]:
    kind = response.headers.get("content-type", "").partition(";")[0].strip().lower()
    if response.headers.get("content-encoding", "identity").lower() != "identity":
        raise ModelFailure(Trouble.NOT_A_STREAM)
    if kind == "text/event-stream":
        async for pieces in _streamed(response.content, min(_AFTERWARDS_S, ask.deadlines.idle_s / 2)):
            yield pieces
    elif kind == "application/json":
        yield _at_once(await _body(response.content))
    else:
        raise ModelFailure(Trouble.NOT_A_STREAM)


@dataclass
class _Reply:
    """What a stream has told of its end."""

    reason: str = ""
    usage: Usage = field(default_factory=Usage)
    is_over: bool = False

    def pieces(self, event: ServerEvent) -> Iterator[Words | Thought]:
        """Yield what an event says, and note what it tells of the end."""
        if self.is_over:
            return
        if event.data.strip() == "[DONE]":
            self.reason, self.is_over = self.reason or "stop", True
            return
        frame = frame_of(event.data, is_error=event.kind == "error")
        self.usage = usage_of(frame) or self.usage
        for piece in pieces_of(frame, "delta"):
            if isinstance(piece, Stopped):
                self.reason = piece.reason
            else:
                yield piece


async def _streamed(content: aiohttp.StreamReader, afterwards_s: float) -> AsyncIterator[Together]:
    """Yield what a stream of server-sent events says; Stopped only where upstream marks the end."""
    reply, events = _Reply(), ServerEvents()
    until: float | None = None
    while not reply.is_over and (received := await _received(content, until)):
        pieces: list[Words | Thought] = []
        try:
            for event in events.add(received):
                pieces += reply.pieces(event)
        except ModelFailure:
            if pieces:
                yield pieces
            raise
        if pieces:
            yield pieces
        if reply.reason and until is None:
            until = asyncio.get_running_loop().time() + afterwards_s
    if reply.reason:
        yield (Stopped(reply.reason, reply.usage),)


async def _received(content: aiohttp.StreamReader, until: float | None) -> bytes:
    """Return what came, b'' at the end. Of a complete reply, waited for `until` then, only the count can be lost."""
    try:
        if until is None:
            return await content.readany()
        async with asyncio.timeout_at(until):
            return await content.readany()
    except (TimeoutError, aiohttp.ClientError):
        # What came right before the connection broke is still there; the next call meets the break again.
        if (rest := content._read_nowait(-1)) or until is not None:
            return rest
        raise


def _at_once(body: bytes) -> Together:
    """Return the pieces of a reply that came as one JSON object: some servers do not stream."""
    frame = frame_of(body.decode("utf-8", "replace"))
    if "choices" not in frame:
        raise ModelFailure(Trouble.NOT_A_STREAM)
    usage = usage_of(frame) or Usage()
    return [replace(each, usage=usage) if isinstance(each, Stopped) else each for each in pieces_of(frame, "message")]


async def _body(content: aiohttp.StreamReader) -> bytes:
    body = b""
    while received := await content.readany():
        body += received
        if len(body) > _LONGEST_REPLY:
            raise ModelFailure(Trouble.ENDLESS)
    return body


async def _start_of(content: aiohttp.StreamReader) -> str:
    """Return the start of a refusal's body; '' where it does not come."""
    body = b""
    try:
        async with asyncio.timeout(_REFUSAL_S):
            while len(body) < _LONGEST_REFUSAL and (received := await content.readany()):
                body += received
    except (TimeoutError, aiohttp.ClientError):
        return ""
    return body[:_LONGEST_REFUSAL].decode("utf-8", "replace")


@contextmanager
def _translated() -> Iterator[None]:
    """Turn the transport's errors into ours, without their words."""
    try:
        yield
    except (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError) as error:
        raise ModelFailure(unconnected(error) or Trouble.UNREACHABLE) from error
    except aiohttp.InvalidURL as error:
        raise ModelFailure(Trouble.DNS) from error
    except aiohttp.ClientHttpProxyError as error:
        raise ModelFailure(Trouble.UNREACHABLE) from error
    except aiohttp.ClientError as error:
        raise ModelFailure(Trouble.CONNECTION_LOST) from error
    except UnicodeError as error:
        raise ModelFailure(Trouble.UNREACHABLE) from error
