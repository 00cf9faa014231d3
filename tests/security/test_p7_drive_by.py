"""P7: pages you visit cannot reach MockRound. Every way into every address that changes something."""

from urllib.parse import urlsplit

from mockround.server.app import make_app
from tests.support.drive_by import EVIL, VECTORS, Vector, body_of
from tests.support.homes import Home
from tests.support.promises import Tally
from tests.support.routes import Route
from tests.support.servers import serving_app
from tests.support.wire import exchange

READING = ("GET", "HEAD", "OPTIONS")


def attempts(home: Home) -> list[tuple[Vector, Route]]:
    return [
        (vector, route)
        for vector in VECTORS
        for route in home.routes
        if route.changes and (route.method in vector.methods)
    ]


def let_in(site: str, tried: list[tuple[Vector, Route]]) -> list[str]:
    """Send every attempt, as the page of somebody else would; return those that were not refused as such."""
    host = urlsplit(site).netloc
    found = []
    for vector, route in tried:
        body = body_of(route, vector.kind)
        answer = exchange(site, route.method, route.path, vector.headers_for(host), body)
        if answer.status != vector.expected:
            found.append(f"{vector.name}: {route}: {answer.status}")
    return found


def test_nobody_elses_page_changes_anything_or_spends_a_token(home: Home, site: str, tally: Tally) -> None:
    tried = attempts(home)
    before = home.state
    assert let_in(site, tried) == []
    assert home.state == before
    assert home.model.requests == []
    tally.held(
        "P7", "ways of a page to send something, each to every address that changes anything", tried=len(VECTORS)
    )


def test_the_check_sees_a_site_without_its_gate(home: Home, tally: Tally) -> None:
    """The control: without the gate these attempts get in, change what is stored, and call the model."""
    tried = attempts(home)
    before = home.state
    with serving_app(make_app(home.parts)) as site:
        assert len(let_in(site, tried)) == len(tried)
    assert home.state != before
    assert home.model.requests
    tally.control("P7", "a site without its gate", tried=len(VECTORS), caught=len(VECTORS))


def test_reading_never_changes_anything(home: Home, site: str, tally: Tally) -> None:
    host = urlsplit(site).netloc
    before = home.state
    seen = []
    for route in home.routes:
        for method in READING:
            query = "?text=planted&kind=full&look=true&_method=POST&version=0"
            answer = exchange(site, method, route.path + query, (("Host", host),))
            seen.append((f"{method} {route.template}", answer.status))
    assert [each for each in seen if each[1] >= 500] == []
    assert home.state == before
    assert home.model.requests == []
    tally.held("P7", "methods that only read, at every address", tried=len(READING))


def test_no_preflight_is_granted(home: Home, site: str) -> None:
    host = urlsplit(site).netloc
    granted = []
    for route in home.routes:
        headers = (
            ("Host", host),
            ("Origin", EVIL),
            ("Access-Control-Request-Method", route.method),
            ("Access-Control-Request-Headers", "content-type"),
            ("Access-Control-Request-Private-Network", "true"),
        )
        answer = exchange(site, "OPTIONS", route.path, headers)
        granted += [f"{route}: {name}" for name in answer.headers if name.startswith("access-control-")]
    assert granted == []


def test_no_page_of_elsewhere_reads_the_api_even_where_its_browser_would_let_it(home: Home, site: str) -> None:
    host = urlsplit(site).netloc
    for route in home.routes:
        if route.is_api and not route.changes:
            for told in (("Sec-Fetch-Site", "cross-site"), ("Sec-Fetch-Site", "same-site"), ("Origin", EVIL)):
                answer = exchange(site, "GET", route.path, (("Host", host), told))
                assert (str(route), told, answer.status) == (str(route), told, 403)


def test_a_websocket_is_not_opened(home: Home, site: str) -> None:
    host = urlsplit(site).netloc
    for origin in (EVIL, site):
        headers = (
            ("Host", host),
            ("Origin", origin),
            ("Connection", "Upgrade"),
            ("Upgrade", "websocket"),
            ("Sec-WebSocket-Version", "13"),
            ("Sec-WebSocket-Key", "AAAAAAAAAAAAAAAAAAAAAA=="),
        )
        assert exchange(site, "GET", f"/api/rounds/{home.running}/stream", headers).status == 403
