"""The lean client: OpenAI's chat protocol over HTTP, for every endpoint that speaks it. Sees every byte itself.

What upstream writes in an error never leaves this room: it is classified and dropped, because it may echo the key.
"""

import asyncio
import re
from collections.abc import AsyncIterator, Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from urllib.parse import urlsplit
from weakref import WeakKeyDictionary

import httpx
from httpx_sse import EventSource, ServerSentEvent

from mockround.llm.connecting import unconnected
from mockround.llm.dialect import Dialect
from mockround.llm.failures import Trouble
from mockround.llm.frames import frame_of, pieces_of, usage_of
from mockround.llm.port import Ask, ModelFailure, Thought, Usage, Words
from mockround.llm.refusals import trouble_of
from mockround.llm.retry_after import retry_after_s
from mockround.llm.upstream import CallAgain, Stopped

LOOPBACK = frozenset({"127.0.0.1", "::1", "localhost"})
_LONGEST_LINE = 1024 * 1024
_LONGEST_STREAM = 8 * 1024 * 1024
_LONGEST_REFUSAL = 64 * 1024
_FITS_A_HEADER = re.compile(r"[!-~]+")
_CONNECT_S = 5.0
_REFUSAL_S = 3.0
_AFTERWARDS_S = 1.0
"""How long the token count may take after the reply is complete."""
_LIMITS = httpx.Limits(max_connections=None, max_keepalive_connections=20)


class OpenAIChat:
    """One endpoint and model. Learns which of the protocol's dialects the endpoint speaks, and keeps to it."""

    def __init__(self, endpoint: str, model: str, key: Callable[[], str | None]) -> None:
        """`endpoint` is the API's root, as in http://127.0.0.1:8080/v1; `key` is asked at each call."""
        self._url = f"{endpoint.rstrip('/')}/chat/completions"
        self._key = key
        # A proxy of the environment is for the outside; it could not reach this machine.
        self._trusts_environment = urlsplit(endpoint).hostname not in LOOPBACK
        self._dialect = Dialect(model)
        self._clients: WeakKeyDictionary[asyncio.AbstractEventLoop, httpx.AsyncClient] = WeakKeyDictionary()

    async def stream(self, ask: Ask) -> AsyncIterator[Words | Thought | Stopped]:
        key = self._key()
        headers = {"Accept": "text/event-stream, application/json", "Accept-Encoding": "identity"}
        if key and not _FITS_A_HEADER.fullmatch(key):
            # No header can carry it, and the transport's own error would quote it.
            raise ModelFailure(Trouble.KEY_REJECTED)
        if key:
            headers["Authorization"] = f"Bearer {key}"
        with _translated():
            shape, body = self._dialect.shape if ask.schema else "prompt", self._dialect.body(ask)
            asked = self._client().stream("POST", self._url, json=body, headers=headers)
            async with asked as response:
                if response.status_code != 200:
                    raise await self._refused(response, ask, body, has_key=bool(key))
                response.stream = _Capped(response.stream)
                async for piece in _pieces(response, ask):
                    yield replace(piece, shape=shape) if isinstance(piece, Stopped) else piece

    def _client(self) -> httpx.AsyncClient:
        """One client a loop: a connection belongs to the loop that opened it."""
        loop = asyncio.get_running_loop()
        if loop not in self._clients:
            self._clients[loop] = httpx.AsyncClient(
                timeout=httpx.Timeout(None, connect=_CONNECT_S),
                follow_redirects=False,
                trust_env=self._trusts_environment,
                limits=_LIMITS,
            )
        return self._clients[loop]

    async def _refused(
        self, response: httpx.Response, ask: Ask, sent: Mapping[str, object], *, has_key: bool
    ) -> Exception:
        said = await _start_of(response)
        if response.status_code in (400, 422, 500, 501) and self._dialect.learns(said.lower(), ask, sent):
            return CallAgain()
        trouble = trouble_of(response.status_code, said, has_key=has_key)
        return ModelFailure(trouble, retry_after_s=retry_after_s(response.headers, datetime.now(UTC)))


async def _pieces(response: httpx.Response, ask: Ask) -> AsyncIterator[Words | Thought | Stopped]:
    kind = response.headers.get("content-type", "").partition(";")[0].strip().lower()
    if response.headers.get("content-encoding", "identity").lower() != "identity":
        raise ModelFailure(Trouble.NOT_A_STREAM)
    if kind == "text/event-stream":
        # Such a stream is UTF-8 whatever charset is claimed, and httpx-sse knows its name in lower case alone.
        response.headers["content-type"] = kind
        async for piece in _streamed(response, min(_AFTERWARDS_S, ask.deadlines.idle_s / 2)):
            yield piece
    elif kind == "application/json":
        for piece in _at_once(await response.aread()):
            yield piece
    else:
        raise ModelFailure(Trouble.NOT_A_STREAM)


class _Capped(httpx.AsyncByteStream):
    """Breaks off a stream that is larger than any reply, or has a line larger than any chunk."""

    def __init__(self, inner: httpx.AsyncByteStream | httpx.SyncByteStream) -> None:
        if not isinstance(inner, httpx.AsyncByteStream):
            raise TypeError("an asynchronous response was expected")
        self._inner = inner

    async def __aiter__(self) -> AsyncIterator[bytes]:
        total = line = 0
        async for piece in self._inner:
            total += len(piece)
            end = piece.rfind(b"\n")
            line = line + len(piece) if end < 0 else len(piece) - end - 1
            if total > _LONGEST_STREAM or line > _LONGEST_LINE:
                raise ModelFailure(Trouble.ENDLESS)
            yield piece

    async def aclose(self) -> None:
        await self._inner.aclose()


async def _streamed(response: httpx.Response, afterwards_s: float) -> AsyncIterator[Words | Thought | Stopped]:
    """Yield what a stream of server-sent events says; Stopped only where upstream marks the end."""
    reason, usage = "", Usage()
    until: float | None = None
    events = EventSource(response).aiter_sse()
    while (event := await _event(events, until)) is not None:
        if event.data.strip() == "[DONE]":
            reason = reason or "stop"
            break
        frame = frame_of(event.data, is_error=event.event == "error")
        usage = usage_of(frame) or usage
        for piece in pieces_of(frame, "delta"):
            if isinstance(piece, Stopped):
                reason = piece.reason
                until = until or asyncio.get_running_loop().time() + afterwards_s
            else:
                yield piece
    if reason:
        yield Stopped(reason, usage)


async def _event(events: AsyncIterator[ServerSentEvent], until: float | None) -> ServerSentEvent | None:
    """Return the next event with data. Of a complete reply, waited for `until` then, only the count can be lost."""
    while True:
        try:
            async with asyncio.timeout_at(until):
                event = await anext(events, None)
        except (TimeoutError, httpx.TransportError):
            if until is not None:
                return None
            raise
        if event is None or event.data.strip():
            return event


def _at_once(body: bytes) -> Iterator[Words | Thought | Stopped]:
    """Yield the pieces of a reply that came as one JSON object: some servers do not stream."""
    frame = frame_of(body.decode("utf-8", "replace"))
    if "choices" not in frame:
        raise ModelFailure(Trouble.NOT_A_STREAM)
    for piece in pieces_of(frame, "message"):
        yield Stopped(piece.reason, usage_of(frame) or Usage()) if isinstance(piece, Stopped) else piece


async def _start_of(response: httpx.Response) -> str:
    """Return the start of a refusal's body; '' where it does not come."""
    body = b""
    try:
        async with asyncio.timeout(_REFUSAL_S):
            async for piece in response.aiter_raw():
                body += piece
                if len(body) >= _LONGEST_REFUSAL:
                    break
    except (TimeoutError, httpx.TransportError):
        return ""
    return body[:_LONGEST_REFUSAL].decode("utf-8", "replace")


@contextmanager
def _translated() -> Iterator[None]:
    """Turn the transport's errors into ours, without their words."""
    try:
        yield
    except (httpx.ConnectTimeout, httpx.ConnectError) as error:
        raise ModelFailure(unconnected(error) or Trouble.UNREACHABLE) from error
    except (httpx.ReadError, httpx.WriteError, httpx.CloseError, httpx.RemoteProtocolError) as error:
        raise ModelFailure(Trouble.CONNECTION_LOST) from error
    except (httpx.TransportError, httpx.InvalidURL, httpx.DecodingError, UnicodeError) as error:
        raise ModelFailure(Trouble.UNREACHABLE) from error
