"""What a request must look like before it is routed: host, origin, content type, size. Nothing is read twice.

Any web page that the candidate visits can send requests to 127.0.0.1; these gates are what keeps such pages out.
"""

import asyncio
import contextlib
import re
from collections.abc import Iterable
from dataclasses import dataclass

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from mockround.llm.speech import ENDINGS, MAX_BYTES
from mockround.nesting import MAX_DEPTH, Nesting
from mockround.server.problems import problem_response

_MIB = 1024 * 1024
MAX_BODY_BYTES = _MIB
_ABSURD = 10**16
_LINGER_S = 2.0
_MOST_DISCARDED = 16 * _MIB
_SPEECH = re.compile(r"/api/rounds/[a-z0-9]{1,40}/speech")
"""The one address that takes audio."""
_SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
_WITH_BODY = frozenset({"POST", "PUT", "PATCH", "DELETE"})
_FORM = "application/x-www-form-urlencoded"
_JSON = "application/json"
# A name or an address and perhaps a port, and nothing else: a path or a user in it would end up in somebody's URL.
_HOST = re.compile(
    r"(?P<name>[A-Za-z0-9](?:[A-Za-z0-9._-]{0,251}[A-Za-z0-9])?\.?|\[[0-9A-Fa-f:.]{2,45}\])(?::[0-9]{1,5})?"
)
# What is left of our own origin without the host that was asked for.
_ORIGIN = re.compile(r"https?://")
_SENT_ONCE = ("origin", "sec-fetch-site", "content-type")

SECURITY_HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
        "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    # A browser would look up the host of every link that a model or a transcript brings, before anybody clicks it.
    "X-DNS-Prefetch-Control": "off",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}
WITH_MICROPHONE = {"Permissions-Policy": "camera=(), geolocation=(), microphone=(self)"}
"""For the page of a round whose candidate has chosen to speak, and for no other."""


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a request goes no further, and what would make it go."""

    status: int
    title: str
    remedy: str


class Gate:
    """Refuses what a browser of the candidate's own would not send, adds the security headers to what goes out."""

    def __init__(self, app: ASGIApp, *, allowed_hosts: Iterable[str]) -> None:
        self._app = app
        self._allowed_hosts = frozenset(name.lower() for name in allowed_hosts)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "websocket":
            # Nothing here speaks it, and no browser asks before it opens one: it goes no further than this.
            await send({"type": "websocket.close", "code": 1008})
            return
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        sender = _with_security_headers(send)
        refusal = self._refusal(scope["method"], scope["path"], headers)
        limit = _limit(scope["path"])
        body = _BoundedBody(receive, limit, Nesting() if _kind(headers) == _JSON else None)
        if refusal is not None:
            lingering = _Lingering(sender, body) if _has_body(headers) else sender
            await _answer(refusal)(scope, receive, lingering)
            return
        reply = _Reply(sender, body)
        await self._app(scope, body, reply)
        if body.refusal is not None and not reply.has_begun:
            await _answer(body.refusal)(scope, receive, _Lingering(sender, body))

    def _refusal(self, method: str, path: str, headers: Headers) -> Refusal | None:
        hosts = headers.getlist("host")
        if len(hosts) != 1:
            return Refusal(400, "A request needs exactly one Host.", "Send it once.")
        if _name_of(hosts[0]) not in self._allowed_hosts:
            return Refusal(
                421,
                "This host name is not served here.",
                "Open http://127.0.0.1 or list it in MOCKROUND_ALLOWED_HOSTS.",
            )
        if any(len(headers.getlist(name)) > 1 for name in _SENT_ONCE):
            return Refusal(400, "A header came twice.", f"Send {', '.join(_SENT_ONCE)} once each.")
        if _size_of(headers) > _limit(path):
            return _too_large(_limit(path))
        if method in _SAFE_METHODS:
            return _cross_site_read(path, headers, hosts[0])
        return _foreign_write(headers, hosts[0]) or (_wrong_type(path, headers) if method in _WITH_BODY else None)


def _cross_site_read(path: str, headers: Headers, host: str) -> Refusal | None:
    """Pages may be linked to from anywhere; the API and its streams are for our own pages."""
    if not path.startswith("/api/"):
        return None
    is_foreign = headers.get("sec-fetch-site") in ("cross-site", "same-site") or _is_of_another_origin(headers, host)
    return _FOREIGN if is_foreign else None


def _foreign_write(headers: Headers, host: str) -> Refusal | None:
    site = headers.get("sec-fetch-site")
    if _is_of_another_origin(headers, host) or (site is not None and site != "same-origin"):
        return _FOREIGN
    if "origin" in headers:
        return None
    # Without both headers this is no browser of today; whatever still looks like one is refused.
    return _FOREIGN if site is None and _looks_like_a_browser(headers) else None


def _is_of_another_origin(headers: Headers, host: str) -> bool:
    origin = headers.get("origin")
    return origin is not None and _ORIGIN.fullmatch(origin.lower().removesuffix(host.lower())) is None


def _looks_like_a_browser(headers: Headers) -> bool:
    if any(name in headers for name in ("referer", "cookie", "accept-language", "upgrade-insecure-requests")):
        return True
    return headers.get("user-agent", "").startswith("Mozilla/") or any(name.startswith("sec-") for name in headers)


def _wrong_type(path: str, headers: Headers) -> Refusal | None:
    has_body = _has_body(headers)
    kind = _kind(headers)
    if _SPEECH.fullmatch(path):
        # A page elsewhere cannot send these types without asking first, and is refused then.
        return None if kind in ENDINGS or not (kind or has_body) else _NO_RECORDING
    if path.startswith("/api/"):
        if kind == _JSON or (not has_body and not kind):
            return None
        return Refusal(415, "The API takes JSON only.", f"Send the body with Content-Type: {_JSON}.")
    if kind == _FORM or (not has_body and not kind):
        return None
    return Refusal(415, "Pages take plain forms only.", f"Send the form as {_FORM}, or use the API.")


def _kind(headers: Headers) -> str:
    return headers.get("content-type", "").split(";")[0].strip().lower()


def _has_body(headers: Headers) -> bool:
    return _size_of(headers) > 0 or "transfer-encoding" in headers


def _name_of(host: str) -> str:
    """The host without its port; '' where it is malformed."""
    found = _HOST.fullmatch(host)
    return found["name"].strip("[]").rstrip(".").lower() if found else ""


def _size_of(headers: Headers) -> int:
    text = headers.get("content-length", "0")
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 16 else _ABSURD


class _BoundedBody:
    """Passes the body on and breaks it off where it grows too large, which requests need not say, or JSON too deep."""

    def __init__(self, receive: Receive, limit: int, nesting: Nesting | None) -> None:
        self._receive = receive
        self._limit = limit
        self._nesting = nesting
        self._seen = 0
        self._has_nul = False
        self._is_complete = False

    @property
    def refusal(self) -> Refusal | None:
        """Why no more of it is passed on; None as long as it is."""
        if self._seen > self._limit:
            return _too_large(self._limit)
        if self._has_nul:
            return _NOT_UTF8
        return _TOO_DEEP if self._nesting is not None and self._nesting.is_too_deep else None

    async def __call__(self) -> Message:
        message = await self._next()
        return {"type": "http.disconnect"} if self.refusal is not None else message

    async def discard_rest(self) -> None:
        """Take in what is still under way, a bounded part of it, and keep none."""
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(_LINGER_S):
                while not self._is_complete and self._seen < _MOST_DISCARDED:
                    await self._next()

    async def _next(self) -> Message:
        message = await self._receive()
        piece = message.get("body", b"")
        self._seen += len(piece)
        if self._nesting is not None:
            self._nesting.take(piece)
            # Of UTF-16 or UTF-32, which Python would read, too: only of UTF-8 it is known where a string ends.
            self._has_nul = self._has_nul or b"\0" in piece
        self._is_complete = not message.get("more_body", False)
        return message


class _Lingering:
    """Sends a refusal at once, then lets the request's body end before the connection may.

    A connection that is closed upon bytes nobody read is reset, and with it goes the answer that the sender never read.
    """

    def __init__(self, send: Send, body: _BoundedBody) -> None:
        self._send = send
        self._body = body

    async def __call__(self, message: Message) -> None:
        if message["type"] != "http.response.body":
            await self._send(message)
            return
        await self._send({**message, "more_body": True})
        await self._body.discard_rest()
        await self._send({**message, "body": b"", "more_body": False})


class _Reply:
    """Passes the answer on, unless the body was broken off before it began: then what the app says is moot."""

    def __init__(self, send: Send, body: _BoundedBody) -> None:
        self._send = send
        self._body = body
        self.has_begun = False

    async def __call__(self, message: Message) -> None:
        if self._body.refusal is not None and not self.has_begun:
            return
        self.has_begun = True
        await self._send(message)


def _with_security_headers(send: Send) -> Send:
    async def sender(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            for name, value in SECURITY_HEADERS.items():
                headers.setdefault(name, value)
        await send(message)

    return sender


def _answer(refusal: Refusal) -> ASGIApp:
    return problem_response(refusal.status, refusal.title, remedy=refusal.remedy)


def _limit(path: str) -> int:
    return MAX_BYTES if _SPEECH.fullmatch(path) else MAX_BODY_BYTES


def _too_large(limit: int) -> Refusal:
    return Refusal(413, f"The request is larger than {limit // _MIB} MiB.", "Send less, or send it in parts.")


_TOO_DEEP = Refusal(
    400, f"The JSON is nested more than {MAX_DEPTH} levels deep.", "Send it in the shape that /docs shows."
)
_NOT_UTF8 = Refusal(400, "This is no JSON in UTF-8.", "Send it in UTF-8, with NUL as \\u0000.")
_NO_RECORDING = Refusal(415, "This address takes a recording.", f"Send it as one of {', '.join(ENDINGS)}.")
_FOREIGN = Refusal(403, "This request comes from another site.", "Open MockRound itself and do it there.")
