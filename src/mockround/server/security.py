"""What a request must look like before it is routed: host, origin, content type, size. Nothing is read twice.

Any web page that the candidate visits can send requests to 127.0.0.1; these gates are what keeps such pages out.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from mockround.server.problems import problem_response

MAX_BODY_BYTES = 1024 * 1024
_SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
_FORM = "application/x-www-form-urlencoded"

SECURITY_HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
        "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(self)",
}


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
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        sender = _with_security_headers(send)
        refusal = self._refusal(scope["method"], scope["path"], headers)
        if refusal is not None:
            await _answer(refusal)(scope, receive, sender)
            return
        body = _BoundedBody(receive)
        reply = _Reply(sender, body)
        await self._app(scope, body, reply)
        if body.is_too_large and not reply.has_begun:
            await _answer(_TOO_LARGE)(scope, receive, sender)

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
        if _size_of(headers) > MAX_BODY_BYTES:
            return _TOO_LARGE
        if method in _SAFE_METHODS:
            return _cross_site_read(path, headers)
        return _foreign_write(headers, hosts[0]) or _wrong_type(path, headers)


def _cross_site_read(path: str, headers: Headers) -> Refusal | None:
    """Pages may be linked to from anywhere; the API and its streams are for our own pages."""
    if path.startswith("/api/") and headers.get("sec-fetch-site") in ("cross-site", "same-site"):
        return _FOREIGN
    return None


def _foreign_write(headers: Headers, host: str) -> Refusal | None:
    site = headers.get("sec-fetch-site")
    origin = headers.get("origin")
    if site is not None and site != "same-origin":
        return _FOREIGN
    if origin is not None:
        return None if urlsplit(origin).netloc.lower() == host.lower() else _FOREIGN
    # Without both headers this is no browser of today; whatever still looks like one is refused.
    looks_like_browser = site is None and ("referer" in headers or "sec-fetch-mode" in headers or "cookie" in headers)
    return _FOREIGN if looks_like_browser else None


def _wrong_type(path: str, headers: Headers) -> Refusal | None:
    has_body = _size_of(headers) > 0 or "transfer-encoding" in headers
    kind = headers.get("content-type", "").split(";")[0].strip().lower()
    if path.startswith("/api/"):
        if kind == "application/json" or (not has_body and not kind):
            return None
        return Refusal(415, "The API takes JSON only.", "Send the body with Content-Type: application/json.")
    if kind == _FORM or (not has_body and not kind):
        return None
    return Refusal(415, "Pages take plain forms only.", f"Send the form as {_FORM}, or use the API.")


def _name_of(host: str) -> str:
    """The host without its port; '' where it is malformed."""
    try:
        return (urlsplit(f"//{host}").hostname or "").rstrip(".").lower()
    except ValueError:
        return ""


def _size_of(headers: Headers) -> int:
    text = headers.get("content-length", "0")
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 16 else MAX_BODY_BYTES + 1


class _BoundedBody:
    """Passes the body on and breaks it off at the limit, for requests that do not say their size."""

    def __init__(self, receive: Receive) -> None:
        self._receive = receive
        self._seen = 0

    @property
    def is_too_large(self) -> bool:
        return self._seen > MAX_BODY_BYTES

    async def __call__(self) -> Message:
        message = await self._receive()
        if message["type"] == "http.request":
            self._seen += len(message.get("body", b""))
        return {"type": "http.disconnect"} if self.is_too_large else message


class _Reply:
    """Passes the answer on, unless the body was broken off before it began: then what the app says is moot."""

    def __init__(self, send: Send, body: _BoundedBody) -> None:
        self._send = send
        self._body = body
        self.has_begun = False

    async def __call__(self, message: Message) -> None:
        if self._body.is_too_large and not self.has_begun:
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


_TOO_LARGE = Refusal(413, "The request is larger than 1 MiB.", "Send less, or send it in parts.")
_FOREIGN = Refusal(403, "This request comes from another site.", "Open MockRound itself and do it there.")
