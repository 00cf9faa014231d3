"""P6: no request breaks it. What is too large is refused before it is held, what is too deep before it is read, what
cannot be read with words that say what to do, at any address; nothing is answered with 5xx, nothing of it is kept, and
whoever comes beside it is answered. At night each is sent ten times."""

import itertools
import json
import random
from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from mockround.config import Config
from mockround.nesting import MAX_DEPTH
from mockround.server.app import make_app
from mockround.server.security import MAX_BODY_BYTES, Gate
from tests.support.beside import somebody_beside
from tests.support.homes import Home
from tests.support.hostile import JSON, Kind, Shape, bodies, is_explained, nested, no_requests
from tests.support.promises import Tally
from tests.support.routes import Route
from tests.support.servers import serving_app
from tests.support.wire import exchange, said_to

_RECORDING = "/api/rounds/{round_id}/speech"
_NUMBERS = ("9" * 19, "9" * 23, "9" * 5000, str(2**63), "-1", "1e5", "%ff%fe", "%00", "%ED%A0%80", "a" * 5000)


def taking(home: Home, kind: Kind) -> list[Route]:
    """Return the addresses that read a body of this kind."""
    if kind == "json":
        paths = make_app(home.parts).openapi()["paths"]
        reads = {
            (method.upper(), path) for path in paths for method in paths[path] if "requestBody" in paths[path][method]
        }
        return [each for each in home.routes if (each.method, each.template) in reads and each.template != _RECORDING]
    forms = ("/rounds", "/rounds/import", "/rounds/{round_id}/turns", "/settings")
    return [each for each in home.routes if each.method == "POST" and each.template in forms]


def fell_short(site: str, route: Route, shape: Shape, patience_s: float = 60) -> str | None:
    request = shape.request(urlsplit(site).netloc, route.method, route.path)
    try:
        answer = said_to(site, request, patience_s=patience_s)
    except (TimeoutError, ConnectionError) as error:
        return f"{route}, {shape.name}: {error!r}"
    if answer.status in shape.wanted and is_explained(answer):
        return None
    return f"{route}, {shape.name}: {answer.status} {answer.body[:80]!r}"


@pytest.mark.parametrize("kind", ["json", "form"])
def test_no_body_breaks_an_address_and_none_is_kept(kind: Kind, home: Home, site: str, tally: Tally) -> None:
    before, dice, tried, short = home.state, random.Random(kind), 0, []
    addresses = taking(home, kind)
    assert len(addresses) >= 4
    with somebody_beside(site, tally, f"bodies that are no {kind}"):
        for _ in range(_times(tally)):
            for route, shape in itertools.product(addresses if tally.is_soak else addresses[:3], bodies(kind, dice)):
                tried += 1
                short += [found] if (found := fell_short(site, route, shape)) else []
    assert home.state == before
    tally.held("P6", f"bodies that are too large, too deep or no {kind}, at every address", tried=tried, short=short)


def _times(tally: Tally) -> int:
    return tally.times(quick=1, night=10)


def test_json_that_is_nested_too_deeply_is_refused_before_it_is_read(home: Home, site: str, tally: Tally) -> None:
    addresses, before = taking(home, "json"), home.state
    short: list[str] = []
    with somebody_beside(site, tally, "JSON that is nested deeply"):
        for _ in range(_times(tally)):
            short += wrongly_deep(site, addresses if tally.is_soak else addresses[:2], random.Random("deep"))
    assert home.state == before
    tried = _times(tally) * len(_depths(random.Random("deep"))) * len(list(nested(1)))
    tally.held("P6", f"JSON of {MAX_DEPTH} levels is read, of one more or many more is refused as such",
               tried=tried * (len(addresses) if tally.is_soak else 2), short=short)  # fmt: skip


def _depths(dice: random.Random) -> tuple[int, ...]:
    return MAX_DEPTH, MAX_DEPTH + 1, dice.randint(MAX_DEPTH + 2, 4000), 100_000


def wrongly_deep(site: str, addresses: list[Route], dice: random.Random) -> list[str]:
    """Return what was refused although it is not too deep, or refused for something else although it is."""
    short = []
    for route, levels in itertools.product(addresses, _depths(dice)):
        for shape in nested(levels):
            answer = said_to(site, shape.request(urlsplit(site).netloc, route.method, route.path), patience_s=60)
            is_told = f"more than {MAX_DEPTH} levels" in json.loads(answer.body)["title"]
            wanted = (400, True) if levels > MAX_DEPTH else (422, False)
            if (answer.status, is_told) != wanted or not is_explained(answer):
                short.append(f"{route}, {shape.name}: {answer.status} {answer.body[:80]!r}")
    return short


def test_json_whose_strings_cannot_be_told_is_refused(home: Home, site: str, tally: Tally) -> None:
    """In UTF-16 the sign \u2230 has the byte of a quotation mark: whoever counts brackets would take it for one."""
    route, text = taking(home, "json")[0], '{"text": "\u2230", "more": ' + "[" * 99 + "]" * 99 + "}"
    shapes = [
        Shape(each, JSON, text.encode(each), frozenset({400}))
        for each in ("utf-16", "utf-16-le", "utf-16-be", "utf-32")
    ]
    short = [found for each in shapes if (found := fell_short(site, route, each))]
    tally.held("P6", "JSON in other codings than UTF-8", tried=len(shapes), short=short)


def test_the_check_sees_a_site_that_reads_json_of_any_depth(home: Home, tally: Tally) -> None:
    with serving_app(make_app(home.parts)) as site:
        caught = wrongly_deep(site, taking(home, "json")[:1], random.Random("deep"))
    tally.control("P6", "a site that lets its reader find out how deep JSON is", tried=18, caught=len(caught))
    assert len(caught) == 18


def test_no_number_or_name_in_an_address_breaks_it(home: Home, site: str, tally: Tally) -> None:
    host, before, short = urlsplit(site).netloc, home.state, []
    tried = [target for route in home.routes if not route.changes for target in spoilt(route)] * _times(tally)
    with somebody_beside(site, tally, "addresses that are none"):
        for target in tried:
            answer = exchange(site, "GET", target, (("Host", host),))
            if answer.status >= 500 or (answer.status >= 400 and not is_explained(answer)):
                short.append(f"{target[:80]}: {answer.status} {answer.body[:80]!r}")
    assert home.state == before
    tally.held("P6", "numbers beyond 2^63 and names that are none, in every address", tried=len(tried), short=short)


def spoilt(route: Route) -> Iterator[str]:
    """Yield the address with each parameter, in its path and its query, beyond what is allowed."""
    names = [part for part in route.template.split("/") if part.startswith("{")]
    for name, value in itertools.product(names, _NUMBERS):
        spoilt_part = [value if part == name else real for part, real in zip(*_parts(route), strict=True)]
        yield "/".join(spoilt_part)
    for value in _NUMBERS:
        yield f"{route.path}?after={value}&step={value}&page={value}&status={value}&q={value}&at={value}"


def _parts(route: Route) -> tuple[list[str], list[str]]:
    return route.template.split("/"), route.path.split("/")


def test_what_is_no_request_is_told_so_and_never_held(site: str, tally: Tally) -> None:
    with somebody_beside(site, tally, "what is no HTTP"):
        found = [unexplained(site) for _ in range(_times(tally))]
    short = [each for _, wrong in found for each in wrong]
    tally.held("P6", "what is no HTTP, or has no end", tried=sum(tried for tried, _ in found), short=short)


def unexplained(site: str, patience_s: float = 60) -> tuple[int, list[str]]:
    short, tried = [], list(no_requests(urlsplit(site).netloc))
    for name, data, wanted in tried:
        try:
            answer = said_to(site, data, patience_s=patience_s)
        except (TimeoutError, ConnectionError) as error:
            short.append(f"{name}: {error!r}")
            continue
        if answer.status not in wanted or not _is_problem(answer.headers) or not is_explained(answer):
            short.append(f"{name}: {answer.status} {answer.body[:80]!r}")
    return len(tried), short


def _is_problem(headers: dict[str, str]) -> bool:
    return headers.get("content-type") == "application/problem+json" and "content-security-policy" in headers


class Weighing:
    """Stands before an application and weighs how much of one body it is handed."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app
        self.most = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        handed = 0

        async def weighed() -> Message:
            nonlocal handed
            message = await receive()
            handed += len(message.get("body", b""))
            self.most = max(self.most, handed)
            return message

        await self._app(scope, weighed, send)


def larger(home: Home) -> list[tuple[Route, Shape]]:
    """Return the bodies that are larger than they may be, for a page and for an address of the API."""
    kinds: tuple[Kind, ...] = ("json", "form")
    routes = {kind: taking(home, kind)[0] for kind in kinds}
    return [
        (routes[kind], each) for kind in kinds for each in bodies(kind, random.Random(kind)) if each.wanted == {413}
    ]


def test_a_body_that_is_too_large_is_refused_before_it_is_held(home: Home, tally: Tally) -> None:
    app, tried = Weighing(make_app(home.parts)), larger(home) * _times(tally)
    with serving_app(Gate(app, allowed_hosts=Config(data_dir=home.folder).allowed_hosts)) as site:
        short = [found for each in tried if (found := fell_short(site, *each))]
    assert 0 < app.most <= MAX_BODY_BYTES
    tally.held("P6", "bodies over a mebibyte, weighed behind the gate", tried=len(tried), short=short)


def test_the_check_sees_a_site_without_its_gate(home: Home, tally: Tally) -> None:
    app, tried = Weighing(make_app(home.parts)), larger(home)
    with serving_app(app) as site:
        caught = [found for each in tried if (found := fell_short(site, *each, patience_s=3))]
    assert app.most > MAX_BODY_BYTES
    tally.control("P6", "a site that reads whatever comes", tried=len(tried), caught=len(caught))


def test_the_check_sees_a_server_that_explains_nothing(home: Home, tally: Tally) -> None:
    with serving_app(make_app(home.parts), connection=HttpToolsProtocol) as site:
        tried, short = unexplained(site, patience_s=1)
    tally.control("P6", "a server that takes any header and explains nothing", tried=tried, caught=len(short))
