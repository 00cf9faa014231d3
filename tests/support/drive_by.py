"""What a page of somebody else's can make a browser send to this machine, header for header.

Chromium's own headers were read off a socket; tests/e2e/test_drive_by.py lets the real browser send them.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from tests.support.routes import Route
from tests.support.wire import Headers

EVIL = "https://evil.example"
_BROWSER = (("User-Agent", "Mozilla/5.0 (X11; Linux x86_64) Chrome/156.0"), ("Accept-Language", "en"))
_FORM = "application/x-www-form-urlencoded"
_JSON: Mapping[str, Mapping[str, object]] = {
    "/api/rounds": {"kind": "narrate", "topic": "read-heavy"},
    "turns": {"text": "planted"},
    "interviewer": {"choice": "embedded"},
    "board": {"board": {"notes": "planted"}, "version": 0},
    "grades": {"grader": "local"},
    "{field}": {"text": "planted", "version": 0},
}
_FIELDS: Mapping[str, str] = {
    "kind": "narrate",
    "topic": "read-heavy",
    "level": "senior",
    "persona": "neutral",
    "text": "Candidate: planted",
    "version": "0",
    "name": "planted",
    "via": "openai",
    "endpoint": "http://127.0.0.1:9/v1",
    "model": "m",
    "purpose": "both",
    "interviewer": "local",
    "grader": "local",
    "choice": "embedded",
    "interview_on": "2030-01-01",
    "what": "transcript",
    "title": "planted",
    "topic1": "pattern/read-heavy",
    "theme": "dark",
    "minutes": "30",
}


@dataclass(frozen=True, slots=True)
class Vector:
    """One way for a page to reach us. `kind` is the content type that it can make a browser send; '' for none."""

    name: str
    kind: str
    headers: Headers
    methods: frozenset[str] = frozenset({"POST"})
    host: str = ""
    expected: int = 403

    def headers_for(self, host: str) -> Headers:
        kind = (("Content-Type", self.kind),) if self.kind else ()
        return (("Host", self.host or host), *_BROWSER, *self.headers, *kind)


def body_of(route: Route, kind: str) -> bytes:
    """Return a body that the route would act on, were it let in."""
    if kind.startswith("multipart/"):
        return b'--x\r\nContent-Disposition: form-data; name="text"\r\n\r\nplanted\r\n--x--\r\n'
    if route.is_api:
        wanted = _JSON.get(route.template) or _JSON.get(route.template.rsplit("/", 1)[1])
        return json.dumps(wanted).encode() if wanted else b""
    # A form of enctype text/plain is a line a field; read as one line it is a form all the same.
    return urlencode(_FIELDS).encode()


def _fetched(mode: str, dest: str = "empty", site: str = "cross-site") -> Headers:
    return (("Sec-Fetch-Site", site), ("Sec-Fetch-Mode", mode), ("Sec-Fetch-Dest", dest))


_ANY = frozenset({"POST", "PUT", "DELETE", "PATCH"})
_ORIGIN = ("Origin", EVIL)
_NEAR = ("Origin", "http://127.0.0.1:1")
VECTORS = (
    Vector("fetch with text/plain", "text/plain;charset=UTF-8", (_ORIGIN, *_fetched("no-cors"))),
    Vector("sendBeacon", "text/plain;charset=UTF-8", (_ORIGIN, *_fetched("no-cors"), ("Cookie", "a=b"))),
    Vector("untyped Blob", "", (_ORIGIN, *_fetched("no-cors"))),
    Vector("form of text/plain", "text/plain", (_ORIGIN, *_fetched("navigate", "document"))),
    Vector("form of multipart", "multipart/form-data; boundary=x", (_ORIGIN, *_fetched("navigate", "document"))),
    Vector("form as our own", _FORM, (_ORIGIN, *_fetched("navigate", "document"))),
    Vector("form in a frame", _FORM, (_ORIGIN, *_fetched("navigate", "iframe"))),
    Vector("Origin null", _FORM, (("Origin", "null"), *_fetched("navigate", "document"))),
    Vector("JSON from Origin null", "application/json", (("Origin", "null"), *_fetched("cors")), _ANY),
    Vector("JSON by a preflight that was not asked", "application/json", (_ORIGIN, *_fetched("cors")), _ANY),
    Vector("another port of this machine", "application/json", (_NEAR, *_fetched("cors", site="same-site")), _ANY),
    Vector("another port, before Fetch Metadata", _FORM, (_NEAR,)),
    Vector("an old browser that says its origin", _FORM, (_ORIGIN,)),
    Vector("no Origin, but a Referer", _FORM, (("Referer", f"{EVIL}/"),)),
    Vector("no Origin, but a browser's own headers", "application/json", (), _ANY),
    Vector("no Origin, but Fetch Metadata", "application/json", _fetched("cors"), _ANY),
    Vector("0.0.0.0", _FORM, (("Origin", "http://0.0.0.0"),), host="0.0.0.0:8000", expected=421),
    Vector("two Origins", "application/json", (_ORIGIN, ("Origin", "http://127.0.0.1")), _ANY, expected=400),
)  # fmt: skip
